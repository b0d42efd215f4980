import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logged, type FakeSocket, type Frame } from './support/fake-server.js';
import { Scene } from './support/scene.js';

function answer(socket: FakeSocket, request: Frame): void {
  socket.deliver({ type: 'history', id: request['id'], data: { messages: [logged(2), logged(1)], has_more: false, first_seq: 1, last_seq: 2 } });
}

test('A page is asked for and handed over', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const page = room.history({ limit: 2, before_seq: 3 });
  const request = scene.socket.take('history');
  assert.deepEqual(request['data'], { limit: 2, before_seq: 3 });
  answer(scene.socket, request);
  assert.deepEqual((await page).messages.map(message => message.seq), [2, 1]);
});

test('A page asked for before a break arrives after it', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const page = room.history();
  scene.socket.drop();
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  answer(socket, socket.take('history'));
  assert.equal((await page).last_seq, 2);
});

test('A page refused for now is asked for again, a few times', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const refused = assert.rejects(room.history(), { code: 'rate_limited', retryable: true, retryAfterMs: 100 });
  for (let i = 0; i < 3; i++) {
    scene.socket.refuse(scene.socket.take('history'), 'rate_limited', { retryable: true, retry_after_ms: 100 });
    await scene.clock.advance(100);
  }
  await refused;
});

test('No answer at all is a timeout', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const page = room.history();
  const failed = assert.rejects(page, { code: 'timeout' });
  for (let i = 0; i < 20; i++) {
    await scene.clock.advance(2_000);
    scene.socket.deliver({ type: 'pong', id: 'any' });
  }
  await failed;
});

test('A refusal is handed over, and so is the end of the room', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  const refused = room.history();
  scene.socket.refuse(scene.socket.take('history'), 'feature_disabled');
  await assert.rejects(refused, { code: 'feature_disabled' });
  const cut = room.history();
  scene.client.close();
  await assert.rejects(cut, { code: 'closed' });
});

test('Questions without end are refused', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  for (let i = 0; i < 64; i++) room.history().catch(() => {});
  await assert.rejects(room.history(), { code: 'queue_full' });
});
