import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from './support/fake-server.js';
import { Scene } from './support/scene.js';

function ackFor(seq: number): Frame {
  return { seq, message_id: `e1-${seq}`, timestamp: '2026-01-01T12:00:00.000Z' };
}

test('A send settles with its ack', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send({ text: 'hi' }, { metadata: { tag: 1 }, thread_id: 't' });
  await scene.turn();
  const request = scene.socket.take('message');
  assert.deepEqual({ ...request, id: 'x' }, { type: 'message', id: 'x', room_id: 'lobby', data: { text: 'hi' }, metadata: { tag: 1 }, thread_id: 't' });
  scene.socket.ack(request, ackFor(3));
  assert.deepEqual(await sent, ackFor(3));
});

test('A send fails with the refusal, and the next one goes out', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const refused = room.send({ text: 'spam' });
  const sent = room.send({ text: 'hi' });
  await scene.turn();
  scene.socket.refuse(scene.socket.take('message'), 'content_rejected', { reason: 'spam_filter' });
  await assert.rejects(refused, { name: 'StreamingError', code: 'content_rejected', roomId: 'lobby', retryable: false });
  scene.socket.ack(scene.socket.take('message'), ackFor(3));
  assert.equal((await sent).seq, 3);
});

test('An ack that is none fails the send', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send(1);
  await scene.turn();
  scene.socket.ack(scene.socket.take('message'), { seq: 'three' });
  await assert.rejects(sent, { code: 'bad_answer' });
});

test('What is sent is a copy, and what is no JSON fails at once', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  const draft = { text: 'first' };
  void room.send(draft);
  draft.text = 'changed';
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  await assert.rejects(room.send(circular), TypeError);
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  assert.deepEqual(socket.take('message')['data'], { text: 'first' });
});

test('One message of a room is under way at a time, in the order written', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  for (const text of ['a', 'b', 'c']) void room.send({ text });
  await scene.turn();
  for (const text of ['a', 'b', 'c']) {
    assert.equal(scene.socket.all('message').length, 1);
    const request = scene.socket.take('message');
    assert.equal(request['data'].text, text);
    scene.socket.ack(request, ackFor(3));
  }
  assert.equal(scene.client.queued, 0);
});

test('A room that is slow holds up no other', async () => {
  const scene = new Scene();
  const lobby = await scene.joined();
  const joining = scene.client.join('attic');
  scene.ackJoin();
  await scene.clock.advance(0);
  const attic = await joining;
  void lobby.send({ text: 'stuck' });
  void attic.send({ text: 'through' });
  await scene.turn();
  assert.deepEqual(scene.socket.all('message').map(frame => frame['room_id']), ['lobby', 'attic']);
});

test('Written offline, sent in order once the room is back', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  const queued: number[] = [];
  scene.client.on('queue', length => queued.push(length));
  const sent = ['a', 'b', 'c'].map(text => room.send({ text }));
  await scene.turn();
  assert.deepEqual(queued, [1, 2, 3]);
  const socket = await scene.reconnect();
  socket.welcome();
  assert.deepEqual(socket.all('message'), [], 'not before the room is joined again');
  scene.ackJoin();
  for (const seq of [3, 4, 5]) socket.ack(socket.take('message'), ackFor(seq));
  assert.deepEqual((await Promise.all(sent)).map(ack => ack.seq), [3, 4, 5]);
  assert.deepEqual(queued, [1, 2, 3, 2, 1, 0]);
});

test('The queue is bounded: past that a send fails at once, and what waits still goes', async () => {
  const scene = new Scene({ queueLimit: 2 });
  const room = await scene.joined();
  scene.socket.drop();
  const sent = [room.send(1), room.send(2)];
  await assert.rejects(room.send(3), { code: 'queue_full' });
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  for (const seq of [3, 4]) socket.ack(socket.take('message'), ackFor(seq));
  await Promise.all(sent);
  void room.send(4);
  await scene.turn();
  assert.equal(scene.client.queued, 1);
});

test('Sent but not acked when the connection broke: the same id again, no duplicate', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send({ text: 'hi' });
  await scene.turn();
  const first = scene.socket.take('message');
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'], resume_token: 'token-2' });
  socket.ack(socket.take('resume'), { rooms: { lobby: { recovered: true, seq: 3, epoch: 'e1', first_seq: 1 } } });
  const second = socket.take('message');
  assert.deepEqual(second, first);
  socket.ack(second, ackFor(3));
  assert.equal((await sent).seq, 3);
});

test('No answer in time: the same id again, and either ack will do', async () => {
  const scene = new Scene({ requestTimeoutMs: 10_000 });
  const room = await scene.joined();
  const sent = room.send({ text: 'hi' });
  await scene.turn();
  const first = scene.socket.take('message');
  await scene.clock.advance(10_250);
  assert.deepEqual(scene.socket.take('message'), first);
  scene.socket.ack(first, ackFor(3));
  scene.socket.ack(first, ackFor(3));
  assert.equal((await sent).seq, 3);
  assert.deepEqual(scene.problems, []);
});

test('Refused for now: the same id again after the wait, and nothing overtakes it', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = [room.send('a'), room.send('b')];
  await scene.turn();
  const first = scene.socket.take('message');
  scene.socket.refuse(first, 'rate_limited', { retryable: true, retry_after_ms: 700 });
  await scene.clock.advance(699);
  assert.deepEqual(scene.socket.all('message'), []);
  await scene.clock.advance(1);
  const again = scene.socket.take('message');
  assert.deepEqual(again, first);
  scene.socket.ack(again, ackFor(3));
  scene.socket.ack(scene.socket.take('message'), ackFor(4));
  assert.deepEqual((await Promise.all(sent)).map(ack => ack.seq), [3, 4]);
});

test('Refused for now by a broken part: tried again with backoff', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send('a');
  await scene.turn();
  for (const wait of [250, 500]) {
    scene.socket.refuse(scene.socket.take('message'), 'unavailable', { retryable: true });
    await scene.clock.advance(wait - 1);
    assert.deepEqual(scene.socket.all('message'), []);
    await scene.clock.advance(1);
  }
  scene.socket.ack(scene.socket.take('message'), ackFor(3));
  await sent;
});

test('Too old to be tried again: the outcome is unknown, not risked', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send('a');
  const fresh = room.send('b');
  await scene.turn();
  scene.socket.drop();
  let socket = await scene.reconnect();
  const asleep = scene.clock.advance(4.5 * 60_000 + 1);
  await assert.doesNotReject(asleep);
  socket = scene.socket;
  if (scene.client.state.name !== 'connecting') socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  await assert.rejects(sent, { code: 'outcome_unknown' });
  assert.equal(socket.take('message')['data'], 'b', 'never tried before, so it may wait as long as it takes');
  void fresh;
});

test('A refusal by a limit leaves no doubt, however long ago', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const sent = room.send('a');
  await scene.turn();
  scene.socket.refuse(scene.socket.take('message'), 'rate_limited', { retryable: true, retry_after_ms: 600_000 });
  await scene.clock.advance(599_000);
  for (const ping of scene.socket.inbox.splice(0)) scene.socket.deliver({ type: 'pong', id: ping['id'] });
  if (scene.client.state.name !== 'open') {
    const socket = scene.client.state.name === 'connecting' ? scene.socket : await scene.reconnect();
    socket.welcome();
    scene.ackJoin();
  }
  await scene.clock.advance(1_000);
  scene.socket.ack(scene.socket.take('message'), ackFor(3));
  assert.equal((await sent).seq, 3);
});

test('Too large for the server: fails here, and costs no connection', async () => {
  const scene = new Scene();
  const { joined } = scene.start();
  scene.socket.welcome({ max_message_size: 200 });
  scene.ackJoin();
  const room = await joined;
  // 60 characters, but four bytes each.
  await assert.rejects(room.send({ text: '😀'.repeat(60) }), { code: 'message_too_large' });
  const sent = room.send({ text: 'x'.repeat(60) });
  await scene.turn();
  scene.socket.ack(scene.socket.take('message'), ackFor(3));
  await sent;
});

test('An application may bring its own id', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  void room.send('a', { id: 'my-own' });
  await scene.turn();
  assert.equal(scene.socket.take('message')['id'], 'my-own');
});

test('Leaving and closing fail what still waits', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  const sent = room.send('a');
  await room.leave();
  await assert.rejects(sent, { code: 'left', roomId: 'lobby' });
  await assert.rejects(room.send('b'), { code: 'left' });
  assert.equal(scene.client.queued, 0);
});

test('A room that was never joined takes nothing', async () => {
  const scene = new Scene();
  await assert.rejects(scene.client.room('lobby').send('a'), { code: 'not_joined' });
  await assert.rejects(scene.client.room('lobby').history(), { code: 'not_joined' });
});
