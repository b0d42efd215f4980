import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '../client/incoming.js';
import { logged } from './support/fake-server.js';

const at = { room_id: 'lobby', user_id: 'bob', seq: 7, id: 'e1-7', timestamp: '2026-01-01T00:00:00.000Z' };

const malformed: readonly [name: string, frame: unknown][] = [
  ['a binary frame', new ArrayBuffer(3)],
  ['nothing', ''],
  ['half a message', '{"type":"message","room'],
  ['an array', '[]'],
  ['null', 'null'],
  ['a number', '7'],
  ['no type', '{}'],
  ['a type that is no text', '{"type":7}'],
  ['a welcome without data', '{"type":"welcome"}'],
  ['a welcome without a user', '{"type":"welcome","data":{"resume_token":"t"}}'],
  ['an ack without an id', '{"type":"ack","data":{}}'],
  ['an error without a code', '{"type":"error","error":{}}'],
  ['a history whose messages are none', '{"type":"history","id":"1","data":{"messages":[{"type":"message"}]}}'],
  ['typing of nobody', '{"type":"typing","event":"start","room_id":"lobby"}'],
  ['typing of an unknown kind', '{"type":"typing","event":"pause","room_id":"lobby","user_id":"bob"}'],
  ['presence without a room', '{"type":"presence","event":"diff","data":{"version":1,"changes":[]}}'],
  ['presence of an unknown status', '{"type":"presence","event":"snapshot","room_id":"lobby","data":{"version":1,"users":[{"user_id":"bob","status":"asleep"}]}}'],
  ['a version that is no whole number', '{"type":"presence","event":"diff","room_id":"lobby","data":{"version":1.5,"changes":[]}}'],
  ['a reset without a place', '{"type":"system","event":"reset","room_id":"lobby","data":{"epoch":"e2"}}'],
];

for (const [name, frame] of malformed) {
  test(`Malformed: ${name}`, () => assert.equal(decode(frame).kind, 'malformed'));
}

test('A type of a later version is passed over', () => {
  assert.deepEqual(decode('{"type":"horoscope","id":"1"}'), { kind: 'unknown', type: 'horoscope' });
});

test('A logged event of a later version keeps its place in the log', () => {
  const incoming = decode(JSON.stringify({ ...at, type: 'moderate', event: 'ban' }));
  assert.deepEqual(incoming, { kind: 'logged', roomId: 'lobby', seq: 7, event: undefined });
});

test('A logged event that lacks a field keeps its place in the log', () => {
  const { timestamp: _, ...rest } = { ...at, type: 'message', data: 1 };
  assert.deepEqual(decode(JSON.stringify(rest)), { kind: 'logged', roomId: 'lobby', seq: 7, event: undefined });
});

test('A message is read whole, and unknown fields are not', () => {
  const incoming = decode(JSON.stringify({
    ...at, type: 'message', data: [1, { a: null }], metadata: { tag: 'x' }, thread_id: 't', content_type: 'text/plain', shoe_size: 43,
  }));
  assert.deepEqual(incoming, {
    kind: 'logged',
    roomId: 'lobby',
    seq: 7,
    event: { ...at, type: 'message', data: [1, { a: null }], metadata: { tag: 'x' }, thread_id: 't', content_type: 'text/plain' },
  });
});

test('Data that would name a prototype is data', () => {
  const incoming = decode(`{"type":"message","room_id":"lobby","user_id":"bob","seq":7,"id":"e1-7","timestamp":"t","data":{"__proto__":{"admin":true}}}`);
  assert.equal(({} as Record<string, unknown>)['admin'], undefined);
  assert.equal(incoming.kind, 'logged');
});

test('An error keeps its details', () => {
  const incoming = decode('{"type":"error","id":"9","error":{"code":"muted","message":"m","retryable":false,"until":"later"}}');
  assert.deepEqual(incoming, {
    kind: 'answer', id: '9', answer: { type: 'error', error: { code: 'muted', message: 'm', retryable: false, until: 'later' } },
  });
});

test('An error without an id concerns no request', () => {
  const incoming = decode('{"type":"error","room_id":"lobby","error":{"code":"invalid_message","message":"m","retryable":false}}');
  assert.equal(incoming.kind, 'error');
});

test('A presence snapshot with an id is an answer, without one it is news', () => {
  const snapshot = { type: 'presence', event: 'snapshot', room_id: 'lobby', data: { version: 3, users: [{ user_id: 'bob', status: 'away' }] } };
  assert.equal(decode(JSON.stringify(snapshot)).kind, 'presence_snapshot');
  assert.equal(decode(JSON.stringify({ ...snapshot, id: '1' })).kind, 'answer');
});

test('A page of history says what it looked at, even when it holds nothing', () => {
  const incoming = decode('{"type":"history","id":"1","data":{"messages":[],"has_more":true,"first_seq":10,"last_seq":60}}');
  assert.deepEqual(incoming, {
    kind: 'answer', id: '1', answer: { type: 'history', page: { messages: [], has_more: true, first_seq: 10, last_seq: 60 } },
  });
});

test('A page of history holds messages as they were delivered', () => {
  const incoming = decode(JSON.stringify({ type: 'history', id: '1', data: { messages: [logged(5), logged(4)], has_more: false } }));
  assert.ok(incoming.kind === 'answer' && incoming.answer.type === 'history');
  assert.deepEqual(incoming.answer.page.messages.map(message => message.seq), [5, 4]);
  assert.equal(incoming.answer.page.first_seq, 4);
});

test('A drain tells when to come back', () => {
  assert.deepEqual(decode('{"type":"system","event":"draining","data":{"reconnect_after_ms":1234}}'), { kind: 'draining', reconnectAfterMs: 1234 });
});
