import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scene } from './support/scene.js';

test('Connects on the first join, as the guest it was told to be, with the subprotocol', async () => {
  const scene = new Scene();
  assert.deepEqual(scene.client.state, { name: 'closed', cause: undefined });
  scene.start();
  assert.equal(scene.socket.url, 'ws://chat.test/ws?user_id=ana');
  assert.equal(scene.socket.protocol, 'streaming.v1.json');
  scene.socket.welcome({ user_id: 'ana-7' });
  assert.deepEqual(scene.states.map(state => state.name), ['connecting', 'open']);
  assert.equal(scene.client.userId, 'ana-7');
});

test('Waits with full jitter after a loss, longer each time, and says so', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.drop();
  for (const expected of [250, 500, 1000]) {
    const state = scene.client.state;
    assert.ok(state.name === 'waiting');
    assert.equal(state.delayMs, expected);
    assert.equal(state.retryAt, scene.clock.now() + expected);
    assert.deepEqual(state.cause, { code: 1006, reason: '' });
    (await scene.reconnect()).drop();
  }
});

test('A connection that held starts the waits small again, one that did not does not', async () => {
  const scene = new Scene();
  scene.client.connect();
  for (const expected of [250, 500]) {
    scene.socket.welcome();
    scene.socket.drop();
    assert.equal((scene.client.state as { delayMs: number }).delayMs, expected);
    await scene.reconnect();
  }
  scene.socket.welcome();
  await scene.clock.advance(10_000);
  scene.socket.drop();
  assert.equal((scene.client.state as { delayMs: number }).delayMs, 250);
});

test('A draining node is left for another when it said, with the resume token', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver({ type: 'system', event: 'draining', data: { reconnect_after_ms: 3_210 } });
  scene.socket.drop(1001);
  assert.equal((scene.client.state as { delayMs: number }).delayMs, 3_210);
  const next = await scene.reconnect();
  assert.match(next.url, /&resume_token=token-1$/);
});

test('A node that only says 1001 is left at once', async () => {
  const scene = new Scene();
  await scene.joined();
  await scene.clock.advance(20_000);
  scene.socket.drop(1001);
  assert.equal((scene.client.state as { delayMs: number }).delayMs, 250);
  assert.equal((scene.client.state as { attempt: number }).attempt, 0);
});

test('A node that greets and says 1001 in a loop is not followed at full speed', async () => {
  const scene = new Scene({ random: () => 0.999 });
  scene.client.connect();
  for (let i = 0; i < 5; i++) {
    scene.socket.welcome();
    scene.socket.drop(1001);
    await scene.reconnect();
  }
  scene.socket.welcome();
  scene.socket.drop(1001);
  assert.ok((scene.client.state as { delayMs: number }).delayMs > 10_000);
});

for (const code of [4001, 4003, 4009, 4010]) {
  test(`${code} ends it: no other try, and whoever waits is told`, async () => {
    const scene = new Scene();
    const room = await scene.joined();
    const sent = room.send({ text: 'too late' });
    const sockets = scene.server.sockets.length;
    scene.socket.drop(code, 'go away');
    assert.deepEqual(scene.client.state, { name: 'closed', cause: { code, reason: 'go away' } });
    await assert.rejects(sent, { code: 'closed', detail: { code, reason: 'go away' } });
    assert.equal(room.state.name, 'closed');
    await scene.clock.advance(3_600_000);
    assert.equal(scene.server.sockets.length, sockets);
  });
}

for (const code of [1011, 4008, 4011, 4012]) {
  test(`${code} is answered by a resume after a wait`, async () => {
    const scene = new Scene();
    await scene.joined();
    scene.socket.drop(code);
    assert.equal(scene.client.state.name, 'waiting');
    assert.match((await scene.reconnect()).url, /resume_token=token-1/);
  });
}

test('A token is used with each connection until a welcome brings the next', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.drop();
  (await scene.reconnect()).drop();
  const third = await scene.reconnect();
  assert.match(third.url, /resume_token=token-1$/);
  third.welcome({ resume_token: 'token-2' });
  third.drop();
  assert.match((await scene.reconnect()).url, /resume_token=token-2$/);
});

test('No welcome in time is a failed try', async () => {
  const scene = new Scene({ connectTimeoutMs: 5_000 });
  scene.client.connect();
  await scene.clock.advance(4_999);
  assert.equal(scene.client.state.name, 'connecting');
  await scene.clock.advance(1);
  assert.equal(scene.client.state.name, 'waiting');
  assert.equal(scene.server.sockets[0]!.closedWith, 4900);
});

test('A socket that cannot be made, and a ticket that cannot be had, are failed tries', async () => {
  let fails = true;
  const scene = new Scene({ ticket: async () => { if (fails) throw new Error('no ticket today'); return 'tk'; } });
  scene.client.connect();
  await scene.turn();
  const state = scene.client.state;
  assert.ok(state.name === 'waiting');
  assert.equal(state.cause.reason, 'no ticket today');
  fails = false;
  await scene.clock.advance(state.delayMs);
  assert.match(scene.socket.url, /ticket=tk/);
});

test('Closing while the ticket is on its way opens nothing', async () => {
  const scene = new Scene({ ticket: async () => 'tk' });
  scene.client.connect();
  scene.client.close();
  await scene.turn();
  assert.equal(scene.server.sockets.length, 0);
});

test('An idle connection is asked, and one that does not answer is replaced', async () => {
  const scene = new Scene();
  await scene.joined();
  await scene.clock.advance(30_000);
  scene.socket.deliver({ type: 'pong', id: scene.socket.take('ping')['id'] });
  await scene.clock.advance(40_000);
  scene.socket.take('ping');
  const dead = scene.socket;
  await scene.clock.advance(10_000);
  assert.equal(dead.closedWith, 4900);
  assert.notEqual(scene.client.state.name, 'open');
});

test('A connection that is spoken on is never asked', async () => {
  const scene = new Scene();
  await scene.joined();
  for (let seq = 3; seq < 20; seq++) {
    await scene.clock.advance(20_000);
    scene.socket.deliver({ type: 'typing', event: 'start', room_id: 'lobby', user_id: 'bob' });
  }
  assert.deepEqual(scene.socket.all('ping'), []);
});

test('When the machine goes offline the connection has two seconds to prove itself', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.network(false);
  scene.socket.deliver({ type: 'pong', id: scene.socket.take('ping')['id'] });
  await scene.clock.advance(2_000);
  assert.equal(scene.client.state.name, 'open', 'a server on this machine is reachable without a network');
  scene.network(false);
  await scene.clock.advance(2_000);
  assert.equal(scene.client.state.name, 'waiting');
});

test('When the machine comes online, and on demand, the wait is cut short', async () => {
  const scene = new Scene();
  await scene.joined();
  for (const hurry of [() => scene.network(true), () => scene.client.retryNow()]) {
    scene.socket.drop();
    const sockets = scene.server.sockets.length;
    hurry();
    assert.equal(scene.server.sockets.length, sockets + 1);
    hurry();
    assert.equal(scene.server.sockets.length, sockets + 1, 'once');
  }
});

test('When the machine comes online, a try that hangs from before gets five seconds, and the waits start small', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.drop();
  for (let i = 0; i < 6; i++) (await scene.reconnect()).drop();
  await scene.reconnect();
  scene.network(true);
  await scene.clock.advance(4_999);
  assert.equal(scene.states.at(-1)?.name, 'connecting');
  await scene.clock.advance(1);
  const state = scene.client.state;
  assert.ok(state.name === 'waiting');
  assert.equal(state.delayMs, 250);
});

test('What an abandoned socket still says is not heard', async () => {
  const scene = new Scene();
  await scene.joined();
  const old = scene.socket;
  const onmessage = old.onmessage!;
  old.drop();
  await scene.reconnect();
  onmessage.call(old, { data: 'not even JSON' });
  old.drop(4001);
  assert.equal(scene.client.state.name, 'connecting');
});

test('A closed client can start anew, as a new session', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.client.close();
  assert.equal(scene.socket.closedWith, 1000);
  await scene.joined();
  assert.doesNotMatch(scene.socket.url, /resume_token/);
  assert.equal(scene.server.sockets.length, 2);
});

test('Closing on hearing any state leaves nothing behind', async () => {
  for (const name of ['connecting', 'open', 'waiting'] as const) {
    const scene = new Scene();
    scene.client.on('state', state => { if (state.name === name) scene.client.close(); });
    const { joined } = scene.start();
    joined.catch(() => {});
    if (name !== 'connecting') scene.socket.welcome();
    if (name === 'waiting') scene.socket.drop();
    assert.equal(scene.client.state.name, 'closed', name);
    assert.equal(scene.clock.untilNext, undefined, name);
    await assert.rejects(joined, { code: 'closed' });
  }
});

test('A malformed frame is told and passed over', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.deliver('{{{', '{"type":"ack"}');
  assert.deepEqual(scene.problems.map(problem => problem.code), ['malformed', 'malformed']);
  assert.equal(scene.client.state.name, 'open');
  assert.equal(room.state.name, 'live');
});

test('An error that answers no request is told', async () => {
  const scene = new Scene();
  await scene.joined();
  scene.socket.deliver({ type: 'error', room_id: 'lobby', error: { code: 'rate_limited', message: 'slow down', retryable: true } });
  assert.deepEqual(scene.problems, [{ code: 'rate_limited', message: 'slow down', roomId: 'lobby' }]);
});
