import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Held, ReadNotice, Room, Signal, StreamingError } from '../client/index.js';
import { logged } from './support/fake-server.js';
import { Scene } from './support/scene.js';

const ack = { seq: 9, message_id: 'e1-9', timestamp: '2026-01-01T12:00:00.000Z' };

function endOf(room: Room): StreamingError | undefined {
  return room.state.name === 'closed' ? room.state.error : undefined;
}

test('What is done to messages and members goes out as the protocol has it', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const asked: readonly (readonly [() => Promise<unknown>, object])[] = [
    [() => room.edit('e1-3', { text: 'new' }), { type: 'message', event: 'edited', data: { message_id: 'e1-3', data: { text: 'new' } } }],
    [() => room.delete('e1-3'), { type: 'message', event: 'deleted', data: { message_id: 'e1-3' } }],
    [() => room.react('e1-3', '👍'), { type: 'message', event: 'reaction_added', data: { message_id: 'e1-3', reaction: '👍' } }],
    [() => room.unreact('e1-3', '👍'), { type: 'message', event: 'reaction_removed', data: { message_id: 'e1-3', reaction: '👍' } }],
    [() => room.pin('e1-3'), { type: 'message', event: 'pinned', data: { message_id: 'e1-3' } }],
    [() => room.unpin('e1-3'), { type: 'message', event: 'unpinned', data: { message_id: 'e1-3' } }],
    [() => room.ban('bob', { reason: 'spam', duration_s: 60 }), { type: 'moderate', event: 'ban', data: { user_id: 'bob', reason: 'spam', duration_s: 60 } }],
    [() => room.unban('bob'), { type: 'moderate', event: 'unban', data: { user_id: 'bob' } }],
    [() => room.mute('bob', { reason: undefined }), { type: 'moderate', event: 'mute', data: { user_id: 'bob' } }],
    [() => room.unmute('bob'), { type: 'moderate', event: 'unmute', data: { user_id: 'bob' } }],
    [() => room.kick('bob'), { type: 'moderate', event: 'kick', data: { user_id: 'bob' } }],
    [() => room.warn('bob', { reason: 'r' }), { type: 'moderate', event: 'warn', data: { user_id: 'bob', reason: 'r' } }],
    [() => room.setRole('bob', 'moderator'), { type: 'moderate', event: 'role', data: { user_id: 'bob', role: 'moderator' } }],
    [() => room.setPermissions('bob', { granted: ['delete_message'], revoked: [] }), { type: 'moderate', event: 'permissions', data: { user_id: 'bob', granted: ['delete_message'], revoked: [] } }],
    [() => room.addMember('bob'), { type: 'moderate', event: 'add', data: { user_id: 'bob' } }],
  ];
  for (const [ask, expected] of asked) {
    const done = ask();
    await scene.turn();
    const frame = scene.socket.inbox.shift()!;
    const { id, ...sent } = frame;
    assert.deepEqual(sent, { ...expected, room_id: 'lobby' });
    assert.match(String(id), /./);
    scene.socket.ack(frame, ack);
    assert.deepEqual(await done, ack);
  }
});

test('What changed nothing is null, and a refusal is told with its end', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const nothing = room.pin('e1-3');
  await scene.turn();
  scene.socket.ack(scene.socket.take('message'), {});
  assert.equal(await nothing, null);
  const refused = room.react('e1-3', '👍');
  await scene.turn();
  scene.socket.refuse(scene.socket.take('message'), 'muted', { until: '2026-01-01T13:00:00.000Z' });
  await assert.rejects(refused, { code: 'muted', detail: { code: 'muted', message: 'muted', retryable: false, until: '2026-01-01T13:00:00.000Z' } });
});

test('A change that waited through a break goes out once, under the same id', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const done = room.delete('e1-3');
  await scene.turn();
  const first = scene.socket.take('message');
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  await scene.turn();
  const second = socket.take('message');
  assert.equal(second['id'], first['id']);
  socket.ack(second, ack);
  assert.deepEqual(await done, ack);
});

test('A message that waits in slow mode is told of, and holds up no reaction', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const held: Held[] = [];
  room.on('held', one => held.push(one));
  const sent = room.send('hi');
  await scene.turn();
  scene.socket.refuse(scene.socket.take('message'), 'slow_mode', { retryable: true, retry_after_ms: 5_000 });
  assert.deepEqual(held, [{ code: 'slow_mode', retryAt: scene.clock.now() + 5_000 }]);
  const reacted = room.react('e1-3', '👍');
  await scene.turn();
  scene.socket.ack(scene.socket.take('message'), ack);
  await reacted;
  assert.equal(scene.client.queued, 1);
  await scene.clock.advance(5_000);
  scene.socket.ack(scene.socket.take('message'), ack);
  await sent;
});

for (const [event, code] of [['ban', 'banned'], ['kick', 'kicked']] as const) {
  test(`A ${event} of ours ends the room, one of somebody else does not`, async () => {
    const scene = new Scene();
    const room = await scene.joined();
    scene.socket.deliver(logged(3, '', { type: 'system', event, data: { user_id: 'cy' } }));
    assert.equal(endOf(room), undefined);
    scene.socket.deliver(logged(4, '', { type: 'system', event, data: { user_id: 'ana', reason: 'spam' } }));
    assert.equal(endOf(room)?.code, code);
    assert.deepEqual(endOf(room)?.detail, { user_id: 'ana', reason: 'spam', by: 'bob' });
    assert.deepEqual(scene.seqs, [3, 4], 'and is told like any other event');
  });
}

test('A kick from before we came back in ends nothing', async () => {
  const scene = new Scene();
  const room = await scene.joined({ since: 2, epoch: 'e1' }, { seq: 4 });
  scene.socket.deliver(logged(3, '', { type: 'system', event: 'kick', data: { user_id: 'ana' } }));
  scene.socket.deliver(logged(4, '', { type: 'join', user_id: 'ana', data: { role: 'guest' } }));
  assert.equal(room.state.name, 'live');
});

test('A room that is deleted is over, and so is one that another tab gave up', async () => {
  for (const [frame, code] of [[{ type: 'system', event: 'room_deleted', data: {} }, 'room_deleted'], [{ type: 'leave', user_id: 'ana' }, 'left']] as const) {
    const scene = new Scene();
    const room = await scene.joined();
    scene.socket.deliver(logged(3, '', frame));
    assert.equal(endOf(room)?.code, code);
  }
});

test('Our role is told by the join, and followed', async () => {
  const scene = new Scene();
  const room = await scene.joined({}, { role: 'owner' });
  assert.equal(room.role, 'owner');
  scene.socket.deliver(logged(3, '', { type: 'system', event: 'ownership_transferred', data: { user_id: 'bob' } }));
  assert.equal(room.role, 'admin');
  scene.socket.deliver(logged(4, '', { type: 'system', event: 'role', data: { user_id: 'ana', role: 'member' } }));
  scene.socket.deliver(logged(5, '', { type: 'system', event: 'role', data: { user_id: 'cy', role: 'moderator' } }));
  assert.equal(room.role, 'member');
});

test('How far we have read is told once a second, only ever forward', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  for (const seq of [3, 5, 4, 6]) room.markRead(seq);
  const first = scene.socket.take('read');
  assert.deepEqual(first['data'], { seq: 3 });
  scene.socket.ack(first);
  await scene.clock.advance(1_000);
  const second = scene.socket.take('read');
  assert.deepEqual(second['data'], { seq: 6 });
  scene.socket.ack(second);
  await scene.clock.advance(10_000);
  room.markRead(6);
  assert.deepEqual(scene.socket.all('read'), []);
});

test('A read marker that was not heard is told again on the next connection', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  room.markRead(3);
  scene.socket.take('read');
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  await scene.clock.advance(1_000);
  assert.deepEqual(socket.take('read')['data'], { seq: 3 });
});

test('What others have read and what they hand to us are events', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const reads: ReadNotice[] = [];
  const signals: Signal[] = [];
  room.on('read', read => reads.push(read));
  room.on('signal', signal => signals.push(signal));
  scene.socket.deliver({ type: 'system', event: 'read', room_id: 'lobby', user_id: 'bob', data: { seq: 7 } });
  scene.socket.deliver({ type: 'system', event: 'signal', room_id: 'lobby', user_id: 'bob', data: { to: 'ana', sdp: 'x' } });
  assert.deepEqual(reads, [{ user_id: 'bob', seq: 7 }]);
  assert.deepEqual(signals, [{ user_id: 'bob', data: { to: 'ana', sdp: 'x' } }]);
});

test('A signal goes to one, and fails when there is nobody to hand it on', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const handed = room.signal('bob', { sdp: 'x' });
  await scene.turn();
  const frame = scene.socket.take('signal');
  assert.deepEqual(frame['data'], { sdp: 'x', to: 'bob' });
  scene.socket.ack(frame);
  await handed;
  const lost = room.signal('bob', {});
  await scene.turn();
  scene.socket.drop();
  await assert.rejects(lost, { code: 'timeout' });
});

test('A history row says what became of its message; what is done to messages is no row', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const page = room.history();
  const row = logged(3, 'new', { edited_at: 't', edited_by: 'bob', reactions: { '👍': { count: 12, user_ids: ['ana'] } }, pinned: true });
  const gone = logged(2, '', { data: undefined, deleted: true, deleted_by: 'cy' });
  const change = logged(4, '', { event: 'pinned', data: { message_id: 'e1-3', message_seq: 3 } });
  scene.socket.deliver({ type: 'history', id: scene.socket.take('history')['id'], data: { messages: [change, row, gone], has_more: false, first_seq: 1, last_seq: 4 } });
  const [first, second, ...more] = (await page).messages;
  assert.deepEqual(more, []);
  assert.deepEqual([first?.edited_by, first?.pinned, first?.reactions], ['bob', true, { '👍': { count: 12, user_ids: ['ana'] } }]);
  assert.deepEqual([second?.deleted, second?.deleted_by, second?.data], [true, 'cy', undefined]);
});

test('An event without what its kind must have is unknown, and keeps its place', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver(
    logged(3, '', { type: 'system', event: 'ban', data: {} }),
    logged(4, '', { event: 'reaction_added', data: { message_id: 'e1-3', message_seq: 3 } }),
    logged(5, '', { type: 'system', event: 'anniversary' }));
  assert.deepEqual(scene.events.map(event => (event.type === 'unknown' ? event.name : event.type)), ['system/ban', 'message/reaction_added', 'system/anniversary']);
});
