import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FakeSocket, Frame } from './support/fake-server.js';
import { Scene } from './support/scene.js';

function update(userId: string, status: string, more: Frame = {}): Frame {
  return { type: 'presence', event: 'update', user_id: userId, data: { status, ...more } };
}

function take(socket: FakeSocket, event: 'watch' | 'unwatch', ...users: string[]): Frame {
  const request = socket.take('presence');
  assert.deepEqual([request['event'], request['data']], [event, { users }]);
  return request;
}

async function connected(): Promise<{ scene: Scene; told: string[]; watch: (user: string) => () => void }> {
  const scene = new Scene();
  const told: string[] = [];
  scene.client.connect();
  scene.socket.welcome();
  await scene.turn();
  return {
    scene,
    told,
    watch: user => scene.client.watch(user, one => told.push(`${one.user_id} ${one.status}${one.last_seen === undefined ? '' : ` since ${one.last_seen}`}`)),
  };
}

test('Who is watched is asked for in one request, and told of from its answer on', async () => {
  const { scene, told, watch } = await connected();
  watch('cy');
  watch('dee');
  await scene.turn();
  const request = take(scene.socket, 'watch', 'cy', 'dee');
  scene.socket.ack(request, { users: [{ user_id: 'cy', status: 'online' }, { user_id: 'dee', status: 'offline', last_seen: '2026-01-01T12:00:00.000Z' }] });
  scene.socket.deliver(update('cy', 'busy'), update('eve', 'busy'));
  assert.deepEqual(told, ['cy online', 'dee offline since 2026-01-01T12:00:00.000Z', 'cy busy']);
  assert.deepEqual(scene.problems, []);
});

test('A second listener is told what is known, and the server is not asked again', async () => {
  const { scene, told, watch } = await connected();
  const stop = watch('cy');
  await scene.turn();
  scene.socket.ack(take(scene.socket, 'watch', 'cy'), { users: [{ user_id: 'cy', status: 'away' }] });
  const stopToo = watch('cy');
  await scene.turn();
  assert.deepEqual(told, ['cy away', 'cy away']);
  stop();
  stop();
  await scene.turn();
  assert.deepEqual(scene.socket.all('presence'), []);
  stopToo();
  await scene.turn();
  take(scene.socket, 'unwatch', 'cy');
  scene.socket.deliver(update('cy', 'busy'));
  assert.equal(told.length, 2);
});

test('Every connection is asked for all that are watched, a resumed one too', async () => {
  const { scene, told, watch } = await connected();
  const stop = watch('cy');
  watch('dee');
  await scene.turn();
  scene.socket.ack(take(scene.socket, 'watch', 'cy', 'dee'), { users: [] });
  scene.socket.drop();
  stop();
  watch('eve');
  for (const resumed of [false, true]) {
    const socket = await scene.reconnect();
    socket.welcome({ resumed, rooms: [] });
    await scene.turn();
    // What the session watched, and we do not any more, must hold no place.
    if (!resumed) scene.socket.ack(take(socket, 'unwatch', 'cy'), {});
    scene.socket.ack(take(socket, 'watch', 'dee', 'eve'), { users: [{ user_id: 'dee', status: resumed ? 'busy' : 'online' }] });
    socket.drop();
  }
  assert.deepEqual(told, ['dee online', 'dee busy']);
});

test('What passes is tried again, what does not is a problem', async () => {
  const { scene, told, watch } = await connected();
  watch('cy');
  await scene.turn();
  scene.socket.refuse(take(scene.socket, 'watch', 'cy'), 'unavailable', { retryable: true, retry_after_ms: 400 });
  await scene.clock.advance(399);
  assert.deepEqual(scene.socket.all('presence'), []);
  await scene.clock.advance(1);
  await scene.turn();
  scene.socket.ack(take(scene.socket, 'watch', 'cy'), { users: [{ user_id: 'cy', status: 'online' }] });
  watch('dee');
  await scene.turn();
  scene.socket.refuse(take(scene.socket, 'watch', 'dee'), 'subscription_limit');
  await scene.clock.advance(60_000);
  assert.deepEqual(scene.socket.all('presence'), []);
  assert.deepEqual([told, scene.problems.map(problem => problem.code)], [['cy online'], ['subscription_limit']]);
});

test('An update of the wrong shape is passed over', async () => {
  const { scene, told, watch } = await connected();
  watch('cy');
  await scene.turn();
  scene.socket.deliver({ type: 'presence', event: 'update', user_id: 'cy', data: { status: 'asleep' } });
  assert.deepEqual([told, scene.problems.map(problem => problem.code)], [[], ['malformed']]);
});
