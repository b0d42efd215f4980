import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayLabel, namesOf, plural } from '../chat/format.js';
import { pieces } from '../chat/links.js';
import { toId, withoutHash } from '../chat/names.js';
import { presentWords, standingOf, statusWords, whyNotIn } from '../chat/wording.js';
import { StreamingError } from '../client/errors.js';

const names: readonly [typed: string, id: string][] = [
  ['ana', 'ana'],
  ['  Ana María ', 'Ana-Maria'],
  ['#lobby', 'lobby'],
  ['# lobby', 'lobby'],
  ['ana@home.example', 'ana@home.example'],
  ['ﬁne', 'fine'],
];
for (const [typed, id] of names) test(`"${typed}" becomes ${id}`, () => assert.deepEqual(toId(typed, 'name'), { id }));

for (const typed of ['', '   ', '#', 'Ана', 'a/b', '<script>', 'x'.repeat(65)]) {
  test(`"${typed.slice(0, 12)}" is no name, and that is said`, () => assert.ok('problem' in toId(typed, 'name')));
}

const rooms: readonly [typed: string, shown: string][] = [
  ['#', ''],
  ['##', ''],
  [' # lobby', 'lobby'],
  ['lobby', 'lobby'],
  ['team#1', 'team#1'],
  [' lobby', ' lobby'],
];
for (const [typed, shown] of rooms) {
  test(`"${typed}" typed behind the # of the room field leaves "${shown}"`, () => assert.equal(withoutHash(typed), shown));
}

const links: readonly [text: string, found: readonly string[]][] = [
  ['see https://example.org/a?b=c#d', ['https://example.org/a?b=c#d']],
  ['https://example.org. And (https://example.org/x), done!', ['https://example.org', 'https://example.org/x']],
  ['https://example.org/a_(b)', ['https://example.org/a_(b)']],
  ['"https://example.org"', ['https://example.org']],
  ['HTTPS://EXAMPLE.ORG/Path', ['HTTPS://EXAMPLE.ORG/Path']],
  ['no link: example.org, ftp://example.org, mailto:a@example.org', []],
  ['javascript:alert(1) data:text/html,hi vbscript:x', []],
  ['xhttps://example.org', []],
  ['https://', []],
  ['https://example.org/\u202egnp.exe', ['https://example.org/']],
];
for (const [text, found] of links) {
  test(`Links in: ${text.slice(0, 60)}`, () => {
    const all = pieces(text);
    assert.equal(all.map(piece => piece.text).join(''), text, 'nothing added, nothing lost');
    assert.deepEqual(all.flatMap(piece => ('href' in piece ? [piece.text] : [])), found);
    for (const piece of all) if ('href' in piece) assert.match(piece.href, /^https?:\/\//);
  });
}

test('A long message is searched for links in no time', () => {
  for (const text of ['https://'.repeat(2_000), `https://example.org/${')'.repeat(16_000)}`, `https://example.org/${'('.repeat(8_000)}${')'.repeat(8_000)}`]) {
    const began = performance.now();
    pieces(text);
    assert.ok(performance.now() - began < 500, text.slice(0, 30));
  }
});

test('Lists of names read as sentences', () => {
  assert.equal(namesOf(['ana']), 'ana');
  assert.equal(namesOf(['ana', 'bob']), 'ana and bob');
  assert.equal(namesOf(['ana', 'bob', 'cy']), 'ana, bob and 1 other');
  assert.equal(namesOf(['ana', 'bob', 'cy', 'dee']), 'ana, bob and 2 others');
  assert.equal(plural(1, 'message'), '1 message');
  assert.equal(plural(2, 'person', 'people'), '2 people');
});

test('Days have the names people use for them', () => {
  const now = new Date(2026, 0, 1, 0, 5);
  assert.equal(dayLabel(new Date(2026, 0, 1), now), 'Today');
  assert.equal(dayLabel(new Date(2025, 11, 31, 23, 59), now), 'Yesterday');
  assert.match(dayLabel(new Date(2025, 11, 30), now), /2025/);
});

test('A connection that is not there says what becomes of what one writes', () => {
  const cause = { code: 1006, reason: '' };
  const waiting = { name: 'waiting', attempt: 2, delayMs: 3_000, retryAt: 10_000, cause } as const;
  assert.deepEqual(standingOf(waiting, 0, true, 7_400), { label: 'Reconnecting', message: 'Connection interrupted. You can go on writing.', retryIn: 3 });
  assert.deepEqual(standingOf(waiting, 2, false, 12_000), { label: 'Offline', message: 'You are offline. 2 messages will go out when you are back.', retryIn: 0 });
  assert.equal(standingOf({ name: 'open', userId: 'a', nodeId: 'n', resumed: false }, 3, true, 0).message, '');
  for (const code of [4001, 4003, 4009, 4010, 4007]) {
    assert.notEqual(standingOf({ name: 'closed', cause: { code, reason: '' } }, 0, true, 0).message, '');
  }
});

test('Without a connection, who was here is not said to be here', () => {
  assert.equal(presentWords(4, false), '4 people');
  assert.equal(presentWords(4, true), '4 people last seen here');
  assert.equal(presentWords(1, true), '1 person last seen here');
  assert.equal(presentWords(0, true), '', 'nobody was seen yet');
  assert.equal(statusWords('online', false), 'Online');
  assert.equal(statusWords('online', true), 'Last seen online');
  assert.equal(statusWords('busy', true), 'Last seen busy');
});

test('Who is not let in is told why', () => {
  assert.match(whyNotIn(StreamingError.closed({ code: 4001, reason: '' }), 'lobby'), /sign in/);
  const refusal = StreamingError.refused({ code: 'room_not_found', message: 'm', retryable: false }, 'lobby');
  assert.match(whyNotIn(refusal, 'lobby'), /no room called lobby/);
});
