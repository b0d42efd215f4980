import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logged } from './support/fake-server.js';
import { Scene } from './support/scene.js';

test('Without since, events begin behind the head that the join found', async () => {
  const scene = new Scene();
  const { joined } = scene.start();
  scene.socket.welcome();
  const join = scene.ackJoin({ seq: 57 });
  assert.deepEqual({ ...join, id: 'x' }, { type: 'join', id: 'x', room_id: 'lobby' });
  scene.socket.deliver(logged(58), logged(59));
  await scene.clock.advance(0);
  assert.deepEqual(scene.seqs, [58, 59]);
  assert.deepEqual((await joined).position, { seq: 59, epoch: 'e1' });
});

test('With since, what was missed comes first', async () => {
  const scene = new Scene();
  scene.start({ since: 4, epoch: 'e1' });
  scene.socket.welcome();
  const join = scene.ackJoin({ seq: 6 });
  assert.equal(join['since'], 4);
  assert.equal(join['epoch'], 'e1');
  scene.socket.deliver(logged(5), logged(6), logged(7));
  await scene.clock.advance(0);
  assert.deepEqual(scene.seqs, [5, 6, 7]);
});

test('Who listens only after the join has settled misses nothing, though it came in the same turn', async () => {
  const scene = new Scene();
  const joining = scene.client.join('lobby', { since: 0 });
  const seen: string[] = [];
  scene.socket.welcome();
  scene.ackJoin({ seq: 2, first_seq: 2, recovered: false });
  scene.socket.deliver(logged(2), logged(3));
  const listening = joining.then(room => {
    room.on('reset', reset => seen.push(`reset ${reset.seq}`));
    room.on('message', message => seen.push(`message ${message.seq}`));
  });
  await listening;
  await scene.clock.advance(0);
  scene.socket.deliver(logged(4));
  assert.deepEqual(seen, ['reset 1', 'message 2', 'message 3', 'message 4']);
});

test('A refused join fails, and the room can be tried again', async () => {
  const scene = new Scene();
  const { room, joined } = scene.start();
  scene.socket.welcome();
  scene.socket.refuse(scene.socket.take('join'), 'room_not_found');
  await assert.rejects(joined, { code: 'room_not_found', roomId: 'lobby' });
  assert.equal(room.state.name, 'closed');
  assert.notEqual(scene.client.room('lobby'), room);
  await scene.joined();
});

test('A join refused for now is tried again', async () => {
  const scene = new Scene();
  const { joined } = scene.start();
  scene.socket.welcome();
  scene.socket.refuse(scene.socket.take('join'), 'unavailable', { retryable: true, retry_after_ms: 400 });
  await scene.clock.advance(400);
  scene.ackJoin();
  await joined;
});

test('Joining twice is joining once', async () => {
  const scene = new Scene();
  const [a, b] = [scene.client.join('lobby'), scene.client.join('lobby')];
  scene.socket.welcome();
  scene.ackJoin();
  assert.equal(await a, await b);
  assert.deepEqual(scene.socket.all('join'), []);
});

test('Duplicates are dropped', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver(logged(3), logged(3), logged(4), logged(3), logged(2), logged(4), logged(5));
  assert.deepEqual(scene.seqs, [3, 4, 5]);
});

test('A gap is asked for, and what follows waits for it', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver(logged(3), logged(6), logged(7));
  assert.deepEqual(scene.seqs, [3]);
  const join = scene.ackJoin({ seq: 7 });
  assert.equal(join['since'], 3);
  assert.equal(join['epoch'], 'e1');
  scene.socket.deliver(logged(4), logged(5), logged(6), logged(7), logged(8));
  assert.deepEqual(scene.seqs, [3, 4, 5, 6, 7, 8]);
  assert.deepEqual(scene.resets, []);
});

test('A gap that no asking fills becomes a reset, and the room goes on', async () => {
  const scene = new Scene();
  await scene.joined();
  for (let i = 0; i < 3; i++) {
    scene.socket.deliver(logged(5));
    scene.ackJoin({ seq: 5 });
  }
  scene.socket.deliver(logged(5), logged(6));
  assert.deepEqual(scene.resets, [{ epoch: 'e1', seq: 4, first_seq: 5 }]);
  assert.deepEqual(scene.seqs, [5, 6]);
});

test('An event of a later version takes its place without being told', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver(logged(3, '', { type: 'moderate', event: 'mute' }), logged(4));
  assert.deepEqual(scene.seqs, [4]);
});

test('Members and edits are events, and only messages of their own are messages', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const messages: number[] = [];
  room.on('message', message => messages.push(message.seq));
  scene.socket.deliver(
    logged(3, '', { type: 'join', data: { role: 'member' } }),
    logged(4),
    logged(5, '', { event: 'edited', data: { message_id: 'e1-4', message_seq: 4, data: { text: 'm' } } }),
    logged(6, '', { type: 'leave' }));
  assert.deepEqual(scene.events.map(event => event.type), ['join', 'message', 'message', 'leave']);
  assert.deepEqual(messages, [4]);
});

test('A resume tells the positions, and goes on where it was', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.deliver(logged(3));
  scene.socket.drop();
  assert.equal(room.state.name, 'joining');
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  assert.deepEqual(socket.inbox.map(frame => frame['type']), ['resume'], 'the first message, and nothing before its answer');
  const resume = socket.take('resume');
  assert.deepEqual(resume['data'], { positions: { lobby: { seq: 3, epoch: 'e1' } } });
  socket.ack(resume, { rooms: { lobby: { recovered: true, seq: 5, epoch: 'e1', first_seq: 1 } } });
  socket.deliver(logged(4), logged(5), logged(6));
  assert.deepEqual(scene.seqs, [3, 4, 5, 6]);
  assert.equal(room.state.name, 'live');
});

test('A session that is gone: every room is joined from where it was', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver(logged(3));
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: false });
  const join = scene.ackJoin({ seq: 4 });
  assert.equal(join['since'], 3);
  assert.equal(join['epoch'], 'e1');
  socket.deliver(logged(4));
  assert.deepEqual(scene.seqs, [3, 4]);
  assert.deepEqual(scene.resets, []);
});

test('Not recovered on resume: a reset, then everything from the first that is kept', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  socket.ack(socket.take('resume'), { rooms: { lobby: { recovered: false, seq: 41, epoch: 'e2', first_seq: 40 } } });
  assert.deepEqual(scene.resets, [{ epoch: 'e2', seq: 39, first_seq: 40 }]);
  socket.deliver(logged(40), logged(41));
  assert.deepEqual(scene.seqs, [40, 41]);
  assert.deepEqual(room.position, { seq: 41, epoch: 'e2' });
});

test('Not recovered on a new join: the same', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.drop();
  (await scene.reconnect()).welcome();
  scene.ackJoin({ seq: 41, first_seq: 40, epoch: 'e2', recovered: false });
  scene.socket.deliver(logged(40), logged(41));
  assert.deepEqual(scene.resets.map(reset => reset.seq), [39]);
  assert.deepEqual(scene.seqs, [40, 41]);
});

test('A reset in the middle of it: the next event is the one behind it, also when it counts from below', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.deliver(logged(3));
  scene.socket.deliver({ type: 'system', event: 'reset', room_id: 'lobby', data: { epoch: 'e2', seq: 1, first_seq: 1, recovered: false } });
  scene.socket.deliver(logged(2));
  assert.deepEqual(scene.resets, [{ epoch: 'e2', seq: 1, first_seq: 1 }]);
  assert.deepEqual(scene.seqs, [3, 2]);
  assert.deepEqual(room.position, { seq: 2, epoch: 'e2' });
});

test('A room that refuses on the way back is closed, with its reason', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  socket.ack(socket.take('resume'), { rooms: { lobby: { error: { code: 'banned' } } } });
  assert.ok(room.state.name === 'closed');
  assert.equal(room.state.error.code, 'banned');
  await assert.rejects(room.send('a'), { code: 'banned' });
});

test('A room the session does not hold is joined beside the resume; one that was left meanwhile is left', async () => {
  const scene = new Scene();
  const lobby = await scene.joined();
  scene.socket.drop();
  await lobby.leave();
  const attic = scene.client.join('attic', { since: 0 });
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  const resume = socket.take('resume');
  assert.deepEqual(resume['data'], { positions: {} });
  socket.ack(resume, { rooms: { lobby: { recovered: true, seq: 2, epoch: 'e1', first_seq: 1 } } });
  assert.equal(socket.take('leave')['room_id'], 'lobby');
  assert.equal(scene.ackJoin()['room_id'], 'attic');
  await attic;
});

for (const failure of ['refused', 'unreadable', 'silent'] as const) {
  test(`A resume that fails (${failure}): another connection, as a new session`, async () => {
    const scene = new Scene();
    await scene.joined();
    scene.socket.drop();
    const socket = await scene.reconnect();
    socket.welcome({ resumed: true, rooms: ['lobby'] });
    const resume = socket.take('resume');
    if (failure === 'refused') socket.refuse(resume, 'internal', { retryable: true });
    if (failure === 'unreadable') socket.ack(resume, { rooms: 7 });
    const next = await scene.reconnect();
    assert.doesNotMatch(next.url, /resume_token/);
    next.welcome();
    assert.equal(scene.ackJoin()['since'], 2);
  });
}

test('A join cut off before its ack is made again', async () => {
  const scene = new Scene();
  const { joined } = scene.start();
  scene.socket.welcome();
  scene.socket.take('join');
  scene.socket.drop();
  (await scene.reconnect()).welcome();
  scene.ackJoin();
  await joined;
});

test('Leaving tells the server, and events after it are not told', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const left = room.leave({ membership: true });
  const leave = scene.socket.take('leave');
  assert.deepEqual({ ...leave, id: 'x' }, { type: 'leave', id: 'x', room_id: 'lobby', data: { membership: true } });
  scene.socket.deliver(logged(3));
  scene.socket.ack(leave);
  await left;
  assert.deepEqual(scene.seqs, []);
  assert.equal(room.state.name, 'closed');
});

test('A listener that throws costs no event, and is reported', async t => {
  const scene = new Scene();
  const room = await scene.joined();
  const reported: unknown[] = [];
  const global = globalThis as { reportError?: (error: unknown) => void };
  const before = global.reportError;
  global.reportError = error => reported.push(error);
  t.after(() => { if (before === undefined) delete global.reportError; else global.reportError = before; });
  const seen: number[] = [];
  room.on('message', () => { throw new Error('mine'); });
  room.on('message', message => seen.push(message.seq));
  scene.socket.deliver(logged(3), logged(4));
  assert.deepEqual(seen, [3, 4]);
  assert.equal(reported.length, 2);
});

test('What is listened to can be let go', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const seen: number[] = [];
  const stop = room.on('message', message => seen.push(message.seq));
  scene.socket.deliver(logged(3));
  stop();
  scene.socket.deliver(logged(4));
  assert.deepEqual(seen, [3]);
});
