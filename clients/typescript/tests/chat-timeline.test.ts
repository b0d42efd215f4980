import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, type Row } from '../chat/rows.js';
import { Timeline } from '../chat/timeline.js';
import type { LoggedEvent } from '../client/index.js';

const noon = Date.UTC(2026, 4, 20, 12);

function event(seq: number, user_id: string, minutes: number, more: object = {}): LoggedEvent {
  return {
    type: 'message', id: `e-${seq}`, room_id: 'lobby', user_id, seq, data: { text: `m${seq}` },
    timestamp: new Date(noon + minutes * 60_000).toISOString(), ...more,
  } as LoggedEvent;
}

function ack(seq: number): { seq: number; message_id: string; timestamp: string } {
  return { seq, message_id: `e-${seq}`, timestamp: new Date(noon).toISOString() };
}

function brief(rows: readonly Row[]): string[] {
  return rows.map(row => {
    switch (row.kind) {
      case 'message': return `${row.continued ? '+' : ''}${row.userId} ${row.text}${row.delivery === 'sent' ? '' : ` ${row.delivery}`}`;
      case 'notice': return `(${row.text})`;
      case 'day': return '---';
      case 'unread': return 'new';
      case 'reply': return `> ${row.userId} ${row.text}`;
    }
  });
}

function rows(timeline: Timeline, unreadFrom?: string): string[] {
  return brief(rowsOf(timeline.entries, timeline.unsent, { me: 'ana', unreadFrom }, new Date(noon)));
}

test('Whatever order they come in, messages stand in that of the log, once', () => {
  const timeline = new Timeline();
  for (const seq of [5, 6, 3, 4, 5, 3]) timeline.add(event(seq, 'bob', 0), 'ana');
  assert.deepEqual(timeline.entries.map(entry => entry.seq), [3, 4, 5, 6]);
});

for (const order of ['ack first', 'event first'] as const) {
  test(`Our own message appears once and keeps its key: ${order}`, () => {
    const timeline = new Timeline();
    timeline.write('p1', 'hi', new Date(noon));
    const echo = event(7, 'ana', 0, { data: { text: 'hi' }, metadata: { local_id: 'p1' } });
    if (order === 'ack first') timeline.acked('p1', ack(7), 'ana');
    timeline.add(echo, 'ana');
    if (order === 'event first') timeline.acked('p1', ack(7), 'ana');
    assert.deepEqual(timeline.unsent, []);
    assert.deepEqual(timeline.entries.map(entry => [entry.key, entry.seq]), [['p1', 7]]);
  });
}

test('Somebody else cannot take our message off by its key', () => {
  const timeline = new Timeline();
  timeline.write('p1', 'hi', new Date(noon));
  timeline.add(event(7, 'bob', 0, { metadata: { local_id: 'p1' } }), 'ana');
  assert.equal(timeline.unsent.length, 1);
});

test('An ack that overtakes earlier events finds its place among them', () => {
  const timeline = new Timeline();
  timeline.write('p1', 'hi', new Date(noon));
  timeline.acked('p1', ack(9), 'ana');
  timeline.add(event(8, 'bob', 0), 'ana');
  assert.deepEqual(timeline.entries.map(entry => entry.seq), [8, 9]);
});

test('Messages go in groups: same writer, same few minutes, nothing in between', () => {
  const timeline = new Timeline();
  timeline.add(event(1, 'bob', 0), 'ana');
  timeline.add(event(2, 'bob', 1), 'ana');
  timeline.add(event(3, 'cy', 1), 'ana');
  timeline.add(event(4, 'bob', 2), 'ana');
  timeline.add(event(5, 'dee', 3, { type: 'join' }), 'ana');
  timeline.add(event(6, 'bob', 3), 'ana');
  timeline.add(event(7, 'bob', 9), 'ana');
  assert.deepEqual(rows(timeline), ['---', 'bob m1', '+bob m2', 'cy m3', 'bob m4', '(dee joined)', 'bob m6', 'bob m7']);
});

test('A new day has its line, and breaks a group', () => {
  const timeline = new Timeline();
  timeline.add(event(1, 'bob', -48 * 60), 'ana');
  timeline.add(event(2, 'bob', -24 * 60), 'ana');
  timeline.add(event(3, 'bob', 0), 'ana');
  const labels = rowsOf(timeline.entries, [], { me: 'ana' }, new Date(noon)).flatMap(row => (row.kind === 'day' ? [row.label] : []));
  assert.equal(labels.length, 3);
  assert.deepEqual(labels.slice(1), ['Yesterday', 'Today']);
});

test('The line before what is unread stands before the first of it, once', () => {
  const timeline = new Timeline();
  for (const seq of [1, 2, 3]) timeline.add(event(seq, 'bob', 0), 'ana');
  assert.deepEqual(rows(timeline, timeline.entries[1]!.key), ['---', 'bob m1', 'new', 'bob m2', '+bob m3']);
});

test('What is on its way and what failed stand at the end', () => {
  const timeline = new Timeline();
  timeline.write('p1', 'one', new Date(noon));
  timeline.write('p2', 'two', new Date(noon));
  timeline.failed('p1', 'why');
  timeline.add(event(4, 'bob', 0), 'ana');
  assert.deepEqual(rows(timeline), ['---', 'bob m4', 'ana one failed', '+ana two pending']);
  assert.equal(timeline.remove('p1'), 'one');
  assert.deepEqual(rows(timeline), ['---', 'bob m4', 'ana two pending']);
});

test('Data of any shape is shown as text', () => {
  const timeline = new Timeline();
  [{ data: { text: 7 } }, { data: null }, { data: 'plain' }, { data: { text: '<b>' } }]
    .forEach((more, index) => timeline.add(event(index + 1, 'bob', 0, more), 'ana'));
  assert.deepEqual(rows(timeline), ['---', 'bob {"text":7}', '+bob null', '+bob plain', '+bob <b>']);
});

test('A page that is open for weeks holds only so much', () => {
  const timeline = new Timeline();
  for (let seq = 1; seq <= 1_000; seq++) timeline.add(event(seq, 'bob', 0), 'ana');
  assert.equal(timeline.trim(), false);
  timeline.add(event(1_001, 'bob', 0), 'ana');
  assert.equal(timeline.trim(), true);
  assert.equal(timeline.firstSeq, 402);
  assert.ok(timeline.add(event(401, 'bob', 0), 'ana'), 'and can take it up again');
});

test('A stretch that is gone from the log is said, between what is there', () => {
  const timeline = new Timeline();
  for (const seq of [3, 9]) timeline.add(event(seq, 'bob', 0), 'ana');
  timeline.interrupted(8);
  timeline.interrupted(8);
  assert.deepEqual(rows(timeline), ['---', 'bob m3', '(Some messages are missing here)', 'bob m9']);
});

test('A log that starts anew takes nothing off the screen, and counts for itself', () => {
  const timeline = new Timeline();
  for (const seq of [3, 4]) timeline.add(event(seq, 'bob', 0), 'ana');
  timeline.startedAnew();
  for (const seq of [4, 3]) timeline.add(event(seq, 'cy', 1), 'ana');
  assert.deepEqual(rows(timeline).map(row => row.slice(0, 21)), ['---', 'bob m3', '+bob m4', '(The room was started', 'cy m3', '+cy m4']);
  assert.deepEqual(timeline.entries.map(entry => entry.seq), [undefined, undefined, undefined, 3, 4]);
  assert.equal(new Set(timeline.entries.map(entry => entry.key)).size, 5);
  timeline.startedAnew();
  timeline.startedAnew();
  assert.equal(timeline.entries.length, 6, 'an empty log leaves no line');
});

test('What is of a log that is gone is dropped first', () => {
  const timeline = new Timeline();
  for (let seq = 1; seq <= 700; seq++) timeline.add(event(seq, 'bob', 0), 'ana');
  timeline.startedAnew();
  for (let seq = 1; seq <= 300; seq++) timeline.add(event(seq, 'bob', 0), 'ana');
  assert.equal(timeline.trim(), false, 'no history of the present log was dropped');
  assert.equal(timeline.entries.length, 600);
  assert.equal(timeline.firstSeq, 1);
});
