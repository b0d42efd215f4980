import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamingClient } from '../client/index.js';
import { FakeClock } from './support/fake-clock.js';
import { ModelServer, type Faults } from './support/model-server.js';
import { seeded } from './support/random.js';

// Two clients talk over connections that break at random. Afterwards every message is in the log once and in the order
// its writer wrote it, every send was acked with its place, and both clients saw the whole log once and in order.
// A seed that fails is named, and replays exactly: RUN_SEED=17 npm test.

const messagesEach = 15;
const none: Faults = { cut: 0, lose: 0, double: 0, refuse: 0, forget: 0 };
const kinds: readonly [name: string, faults: Faults, seeds: number][] = [
  ['a network that breaks', { ...none, cut: 0.08 }, 100],
  ['a network that breaks, sessions forgotten, messages refused for now', { ...none, cut: 0.05, refuse: 0.2, forget: 0.5 }, 100],
  ['a server that loses and doubles frames besides', { cut: 0.03, lose: 0.02, double: 0.05, refuse: 0.1, forget: 0.2 }, 100],
];

for (const [name, faults, seeds] of kinds) {
  test(`Nothing lost, nothing twice: ${name}`, async () => {
    const only = process.env['RUN_SEED'];
    for (const seed of only === undefined ? Array.from({ length: seeds }, (_, i) => i) : [Number(only)]) await run(seed, faults);
  });
}

async function run(seed: number, faults: Faults): Promise<void> {
  const random = seeded(seed);
  const clock = new FakeClock();
  const server = new ModelServer(clock, random, faults);
  const seen: Record<string, number[]> = { ana: [], bob: [] };
  const resets: unknown[] = [];
  const acks: Promise<{ text: string; seq: number }>[] = [];

  const clients = ['ana', 'bob'].map(user => {
    const client = new StreamingClient({ url: 'ws://model/ws', userId: user, webSocket: server.webSocket, clock, random, requestIdPrefix: user });
    const room = client.room('lobby');
    room.on('event', event => seen[user]!.push(event.seq));
    room.on('reset', reset => resets.push(reset));
    void room.join({ since: 0 });
    for (let i = 0; i < messagesEach; i++) {
      clock.schedule(Math.floor(i * 300 + random() * 250), () => {
        const text = `${user} ${i}`;
        acks.push(room.send({ text }).then(ack => ({ text, seq: ack.seq })));
      });
    }
    return client;
  });

  // The faults end after a while, and the clients get a minute to catch up.
  await clock.advance(15_000);
  server.faults = none;
  server.cutAll();
  await clock.advance(90_000);

  const at = `seed ${seed}`;
  const acked = await Promise.all(acks);
  assert.equal(acked.length, 2 * messagesEach, at);
  for (const { text, seq } of acked) assert.equal(server.log[seq - 1]?.['data'].text, text, at);
  for (const user of ['ana', 'bob']) {
    const texts = server.log.filter(event => event['user_id'] === user).map(event => event['data'].text);
    assert.deepEqual(texts, Array.from({ length: messagesEach }, (_, i) => `${user} ${i}`), at);
    assert.deepEqual(seen[user], server.log.map(event => event['seq']), at);
  }
  assert.deepEqual(resets, [], at);
  for (const client of clients) {
    assert.equal(client.queued, 0, at);
    client.close();
  }
}
