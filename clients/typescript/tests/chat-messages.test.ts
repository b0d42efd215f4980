import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whoReacted } from '../chat/message-foot.js';
import { noticeOf } from '../chat/notices.js';
import { rowsOf, type MessageRow, type Row } from '../chat/rows.js';
import { excerpt } from '../chat/snippet.js';
import { Timeline, type MessageEntry } from '../chat/timeline.js';
import { Unread } from '../chat/unread.js';
import type { LoggedEvent } from '../client/index.js';

const noon = Date.UTC(2026, 4, 20, 12);

function event(seq: number, user_id: string, more: object = {}): LoggedEvent {
  return {
    type: 'message', id: `e-${seq}`, room_id: 'lobby', user_id, seq, data: { text: `m${seq}` },
    timestamp: new Date(noon + seq * 1_000).toISOString(), ...more,
  } as LoggedEvent;
}

function change(seq: number, user: string, kind: string, target: number, more: object = {}): LoggedEvent {
  return event(seq, user, { event: kind, data: { message_id: `e-${target}`, message_seq: target, ...more } });
}

function message(timeline: Timeline, seq: number): MessageEntry {
  const entry = timeline.at(seq);
  assert.ok(entry);
  return entry;
}

function shown(timeline: Timeline, inThread = false): Row[] {
  return rowsOf(timeline.entries, timeline.unsent, { me: 'ana', inThread }, new Date(noon)).filter(row => row.kind !== 'day');
}

test('What is done to a message shows in the message', () => {
  const timeline = new Timeline();
  timeline.add(event(3, 'bob'), 'ana');
  timeline.add(change(4, 'bob', 'edited', 3, { data: { text: 'better' } }), 'ana');
  timeline.add(change(5, 'cy', 'reaction_added', 3, { reaction: '👍' }), 'ana');
  timeline.add(change(6, 'ana', 'reaction_added', 3, { reaction: '👍' }), 'ana');
  timeline.add(change(7, 'dee', 'pinned', 3), 'ana');
  const { text, editedBy, reactions, pinned } = message(timeline, 3);
  assert.deepEqual({ text, editedBy, reactions, pinned }, {
    text: 'better', editedBy: 'bob', reactions: [{ reaction: '👍', count: 2, users: ['cy', 'ana'] }], pinned: true,
  });
  timeline.add(change(8, 'cy', 'reaction_removed', 3, { reaction: '👍' }), 'ana');
  timeline.add(change(9, 'ana', 'reaction_removed', 3, { reaction: '👍' }), 'ana');
  timeline.add(change(10, 'dee', 'unpinned', 3), 'ana');
  assert.deepEqual(message(timeline, 3).reactions, []);
  assert.equal(message(timeline, 3).pinned, false);
});

test('A deleted message leaves a tombstone, and nothing of what it said', () => {
  const timeline = new Timeline();
  timeline.add(event(3, 'bob'), 'ana');
  timeline.add(change(4, 'cy', 'reaction_added', 3, { reaction: '👍' }), 'ana');
  timeline.add(change(5, 'mod', 'deleted', 3), 'ana');
  timeline.add(change(6, 'bob', 'edited', 3, { data: { text: 'back' } }), 'ana');
  const { text, deleted, deletedBy, reactions } = message(timeline, 3);
  assert.deepEqual({ text, deleted, deletedBy, reactions }, { text: '', deleted: true, deletedBy: 'mod', reactions: [] });
});

test('What history brings a moment late is brought up to date', () => {
  const timeline = new Timeline();
  timeline.add(change(9, 'bob', 'edited', 3, { data: { text: 'better' } }), 'ana');
  timeline.add(event(3, 'bob'), 'ana');
  assert.equal(message(timeline, 3).text, 'better');
});

test('The same change, once as an event and once from history, counts once', () => {
  const timeline = new Timeline();
  timeline.add(event(3, 'bob'), 'ana');
  timeline.add(change(4, 'cy', 'reaction_added', 3, { reaction: '👍' }), 'ana');
  timeline.add(event(3, 'bob', { reactions: { '👍': { count: 1, user_ids: ['cy'] } } }), 'ana');
  assert.deepEqual(message(timeline, 3).reactions, [{ reaction: '👍', count: 1, users: ['cy'] }]);
});

test('History refreshes what is shown already, in its place', () => {
  const timeline = new Timeline();
  timeline.write('p1', 'hi', new Date(noon));
  timeline.acked('p1', { seq: 3, message_id: 'e-3', timestamp: new Date(noon).toISOString() }, 'ana');
  timeline.add(event(3, 'ana', { data: { text: 'hi, filtered' }, pinned: true }), 'ana');
  const { key, text, pinned } = message(timeline, 3);
  assert.deepEqual({ key, text, pinned }, { key: 'p1', text: 'hi, filtered', pinned: true });
});

test('Of a reaction that many gave, one can be taken back whose name is not known', () => {
  const timeline = new Timeline();
  timeline.add(event(3, 'bob', { reactions: { '👍': { count: 12, user_ids: ['cy'] } } }), 'ana');
  timeline.add(change(4, 'zed', 'reaction_removed', 3, { reaction: '👍' }), 'ana');
  assert.deepEqual(message(timeline, 3).reactions, [{ reaction: '👍', count: 11, users: ['cy'] }]);
});

test('Answers in a thread are lines in the room, messages in the thread, and counted at what they answer', () => {
  const timeline = new Timeline();
  timeline.add(event(3, 'bob'), 'ana');
  timeline.add(event(4, 'cy', { thread_id: 'e-3' }), 'ana');
  timeline.add(event(5, 'dee', { thread_id: 'e-3' }), 'ana');
  timeline.add(change(6, 'dee', 'deleted', 5), 'ana');
  const [root, ...replies] = shown(timeline);
  assert.deepEqual((root as MessageRow).replies, { count: 1, last: new Date(noon + 4_000) });
  assert.deepEqual(replies.map(row => row.kind), ['reply', 'reply']);
  assert.deepEqual(shown(timeline, true).map(row => row.kind), ['message', 'message', 'message']);
});

test('Who reacted reads as a sentence, also of many', () => {
  assert.equal(whoReacted(['bob', 'ana'], 2, 'ana'), 'you and bob');
  assert.equal(whoReacted(['bob'], 1, 'ana'), 'bob');
  assert.equal(whoReacted(['bob', 'cy'], 30, 'ana'), 'bob, cy and 28 others');
  assert.equal(whoReacted([], 30, 'ana'), '30 people');
});

const notices: readonly [event: object, text: string | undefined][] = [
  [{ type: 'system', event: 'ban', data: { user_id: 'bob', reason: 'spam' } }, 'ana banned bob: spam'],
  [{ type: 'system', event: 'kick', data: { user_id: 'bob' } }, 'ana removed bob'],
  [{ type: 'system', event: 'role', data: { user_id: 'bob', role: 'moderator' } }, 'ana made bob a moderator'],
  [{ type: 'system', event: 'ownership_transferred', data: { user_id: 'bob' } }, 'ana handed this room over to bob'],
  [{ type: 'system', event: 'room_locked', data: { reason: 'late' } }, 'ana locked this room: late'],
  [{ type: 'system', event: 'invite_created' }, undefined],
  [{ type: 'unknown', name: 'system/anniversary' }, undefined],
  [{ type: 'message', event: 'reaction_added', data: { message_id: 'e-1', message_seq: 1, reaction: '👍' } }, undefined],
];
for (const [what, text] of notices) {
  test(`Notice: ${text ?? 'none'}`, () => assert.equal(noticeOf(event(9, 'ana', what)), text));
}

test('Of a long text the part is shown in which the word stands', () => {
  const text = `${'a '.repeat(400)}needle ${'b '.repeat(400)}`;
  assert.match(excerpt(text, ['NEEDLE']), /^….*needle.*…$/);
  assert.equal(excerpt('short', ['x']), 'short');
  assert.match(excerpt(text, []), /^a a/);
});

test('What is unread is counted from the first on, and its line stays after reading', () => {
  let changes = 0;
  const unread = new Unread(() => { changes += 1; });
  unread.came(7);
  unread.came(8);
  unread.found([5, 6], false);
  assert.deepEqual([unread.count, unread.words, unread.from], [4, '4', 5]);
  unread.read();
  assert.deepEqual([unread.count, unread.words, unread.from], [0, '', 5]);
  unread.came(11);
  assert.equal(unread.from, 11);
  unread.found(Array.from({ length: 100 }, (_, n) => n), true);
  assert.equal(unread.words, '101+');
  unread.forget();
  assert.equal(unread.from, undefined);
  assert.equal(changes, 7);
});
