import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from './support/fake-server.js';
import { Scene } from './support/scene.js';

function snapshot(version: number, ...users: readonly [id: string, status: string][]): Frame {
  return { type: 'presence', event: 'snapshot', room_id: 'lobby', data: { version, users: users.map(([user_id, status]) => ({ user_id, status })) } };
}

function diff(version: number, ...users: readonly [id: string, status: string][]): Frame {
  return { type: 'presence', event: 'diff', room_id: 'lobby', data: { version, changes: users.map(([user_id, status]) => ({ user_id, status })) } };
}

async function present(): Promise<{ scene: Scene; here: () => string[] }> {
  const scene = new Scene();
  const room = await scene.joined();
  let last: string[] = [];
  room.on('presence', users => { last = users.map(user => `${user.user_id} ${user.status}`); });
  return { scene, here: () => last };
}

test('A snapshot and its diffs tell who is here', async () => {
  const { scene, here } = await present();
  scene.socket.deliver(snapshot(4, ['cy', 'away'], ['ana', 'online']));
  assert.deepEqual(here(), ['ana online', 'cy away']);
  scene.socket.deliver(diff(5, ['bob', 'busy'], ['cy', 'offline']));
  assert.deepEqual(here(), ['ana online', 'bob busy']);
});

test('A diff that came already is passed over', async () => {
  const { scene, here } = await present();
  scene.socket.deliver(snapshot(4, ['ana', 'online']), diff(4, ['ana', 'offline']), diff(3, ['bob', 'online']));
  assert.deepEqual(here(), ['ana online']);
  assert.deepEqual(scene.socket.all('presence'), []);
});

test('A diff that was missed: asked for, once', async () => {
  const { scene, here } = await present();
  scene.socket.deliver(snapshot(4, ['ana', 'online']), diff(6, ['bob', 'online']), diff(7, ['cy', 'online']));
  assert.deepEqual(here(), ['ana online'], 'nothing is shown of what may be wrong');
  const question = scene.socket.take('presence');
  assert.equal(question['event'], 'get');
  assert.deepEqual(scene.socket.all('presence'), []);
  scene.socket.deliver({ ...snapshot(8, ['ana', 'online'], ['bob', 'away']), id: question['id'] }, diff(8, ['x', 'online']), diff(9, ['dee', 'online']));
  assert.deepEqual(here(), ['ana online', 'bob away', 'dee online']);
});

test('A resumed room asks anew: another node counts its versions from elsewhere', async () => {
  const { scene, here } = await present();
  scene.socket.deliver(snapshot(4, ['ana', 'online'], ['bob', 'online']));
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  socket.ack(socket.take('resume'), { rooms: { lobby: { recovered: true, seq: 2, epoch: 'e1', first_seq: 1 } } });
  assert.deepEqual(here(), ['ana online', 'bob online'], 'what was known is shown until then');
  socket.deliver({ ...snapshot(1, ['ana', 'online']), id: socket.take('presence')['id'] });
  assert.deepEqual(here(), ['ana online']);
});

function counted(version: number, count: number): Frame {
  return { type: 'presence', event: 'count', room_id: 'lobby', data: { version, count } };
}

test('A snapshot without names says how many there are, and so do the counts after it', async () => {
  const { scene, here } = await present();
  const room = scene.client.room('lobby');
  scene.socket.deliver(snapshot(3, ['ana', 'online']), { type: 'presence', event: 'snapshot', room_id: 'lobby', data: { version: 4, count: 700 } });
  assert.deepEqual([room.present, here()], [700, []]);
  scene.socket.deliver(counted(5, 701), counted(5, 9), counted(4, 8));
  assert.equal(room.present, 701, 'what is older was overtaken');
  scene.socket.deliver(counted(9, 690));
  assert.equal(room.present, 690, 'a count is the whole: nothing is missing before it');
  assert.deepEqual(scene.socket.all('presence'), []);
  scene.socket.deliver(snapshot(10, ['ana', 'online'], ['bob', 'away']), diff(11, ['cy', 'online']));
  assert.deepEqual([room.present, here()], [3, ['ana online', 'bob away', 'cy online']]);
  assert.deepEqual(scene.problems, []);
});

test('Who comes back to a crowd asks anew, and takes a count that comes before the answer', async () => {
  const { scene } = await present();
  const room = scene.client.room('lobby');
  scene.socket.deliver(counted(40, 900));
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome({ resumed: true, rooms: ['lobby'] });
  socket.ack(socket.take('resume'), { rooms: { lobby: { recovered: true, seq: 2, epoch: 'e1', first_seq: 1 } } });
  assert.equal(room.present, 900);
  const question = socket.take('presence');
  socket.deliver(counted(7, 800));
  assert.equal(room.present, 800);
  socket.deliver({ type: 'presence', event: 'snapshot', room_id: 'lobby', id: question['id'], data: { version: 8, count: 801 } });
  assert.equal(room.present, 801);
});

test('Our own status is told, and told again to each connection', async () => {
  const { scene } = await present();
  scene.client.setPresence({ status: 'away', custom_status: 'lunch' });
  assert.deepEqual(scene.socket.take('presence')['data'], { status: 'away', custom_status: 'lunch' });
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome();
  assert.equal(socket.take('presence')['data'].status, 'away');
});

test('Where there are too many to be named, how many there are is told', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.deliver({ type: 'presence', event: 'snapshot', room_id: 'lobby', data: { version: 1, users: [{ user_id: 'bob', status: 'online', devices: ['web'] }] } });
  assert.deepEqual([room.present, room.presence.map(user => user.devices)], [1, [['web']]]);
  scene.socket.deliver({ type: 'presence', event: 'count', room_id: 'lobby', data: { version: 2, count: 1_200, counts: { online: 1_200, away: 0, busy: 0 } } });
  assert.deepEqual([room.present, room.presence], [1_200, []]);
  assert.deepEqual(scene.problems, []);
});
