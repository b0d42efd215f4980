import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logged, type Frame } from './support/fake-server.js';
import { Scene } from './support/scene.js';

function typing(user_id: string, event: 'start' | 'stop' = 'start'): Frame {
  return { type: 'typing', event, room_id: 'lobby', user_id };
}

async function watched(): Promise<{ scene: Scene; told: string[][] }> {
  const scene = new Scene();
  const room = await scene.joined();
  const told: string[][] = [];
  room.on('typing', users => told.push([...users]));
  return { scene, told };
}

test('Who types is told when that changes, oneself excepted', async () => {
  const { scene, told } = await watched();
  scene.socket.deliver(typing('bob'), typing('bob'), typing('ana'), typing('cy'), typing('bob', 'stop'));
  assert.deepEqual(told, [['bob'], ['bob', 'cy'], ['cy']]);
});

test('A message says that its writer has stopped', async () => {
  const { scene, told } = await watched();
  scene.socket.deliver(typing('bob'), logged(3));
  assert.deepEqual(told, [['bob'], []]);
});

test('A stop that got lost is made up for', async () => {
  const { scene, told } = await watched();
  scene.socket.deliver(typing('bob'));
  await scene.clock.advance(4_000);
  scene.socket.deliver(typing('bob'));
  await scene.clock.advance(5_999);
  assert.deepEqual(told, [['bob']]);
  await scene.clock.advance(1);
  assert.deepEqual(told, [['bob'], []]);
});

test('A lost connection shows nobody typing', async () => {
  const { scene, told } = await watched();
  scene.socket.deliver(typing('bob'));
  scene.socket.drop();
  assert.deepEqual(told, [['bob'], []]);
});

test('Keystrokes are told every few seconds only', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  for (let i = 0; i < 70; i++) {
    room.startTyping();
    await scene.clock.advance(100);
  }
  assert.deepEqual(scene.socket.all('typing').map(frame => frame['event']), ['start', 'start', 'start']);
  room.stopTyping();
  room.stopTyping();
  assert.equal(scene.socket.all('typing').at(-1)!['event'], 'stop');
  assert.equal(scene.socket.all('typing').length, 4);
});

test('Sending ends typing without a word, and the next keystroke begins anew', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  room.startTyping();
  void room.send('a');
  room.stopTyping();
  room.startTyping();
  assert.deepEqual(scene.socket.all('typing').map(frame => frame['event']), ['start', 'start']);
});

test('Offline nobody is told', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.drop();
  room.startTyping();
  const socket = await scene.reconnect();
  socket.welcome();
  scene.ackJoin();
  assert.deepEqual(socket.all('typing'), []);
});
