import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { StreamingClient, type ClientState } from '../client/index.js';
import { logged } from './support/fake-server.js';

// The same over a real socket, on a free port: what the fakes take for granted of a WebSocket holds of `ws`.

interface Served {
  readonly url: string;
  readonly server: WebSocketServer;
}

async function serve(t: TestContext): Promise<Served> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`, server };
}

function client(t: TestContext, url: string): StreamingClient {
  const made = new StreamingClient({
    url,
    userId: 'ana',
    webSocket: (url, protocol) => new WebSocket(url, protocol),
    backoff: { firstMs: 1, capMs: 10 },
  });
  t.after(() => made.close());
  return made;
}

function welcome(socket: WebSocket, data: object = {}): void {
  socket.send(JSON.stringify({ type: 'welcome', data: { resume_token: 't', user_id: 'ana', heartbeat_s: 30, ...data } }));
}

function reached(client: StreamingClient, name: ClientState['name']): Promise<ClientState> {
  return new Promise(resolve => {
    const stop = client.on('state', state => {
      if (state.name !== name) return;
      stop();
      resolve(state);
    });
  });
}

test('Joins, receives, sends, is cut off, resumes', { timeout: 10_000 }, async t => {
  const { url, server } = await serve(t);
  const sends: Record<string, any>[] = [];
  server.on('connection', (socket, request) => {
    assert.equal(socket.protocol, 'streaming.v1.json');
    const resumed = request.url!.includes('resume_token=t');
    welcome(socket, { resumed, rooms: resumed ? ['lobby'] : [] });
    socket.on('message', text => {
      const frame = JSON.parse(String(text));
      const say = (...frames: object[]): void => frames.forEach(one => socket.send(JSON.stringify(one)));
      const ack = (data: object): object => ({ type: 'ack', id: frame.id, data });
      switch (frame.type) {
        case 'join':
          // The event in the same turn as the ack, which is the hard case for whoever awaits the join.
          return say(ack({ seq: 2, epoch: 'e1', first_seq: 1, recovered: true }), logged(3));
        case 'resume':
          return say(ack({ rooms: { lobby: { recovered: true, seq: 4, epoch: 'e1', first_seq: 1 } } }), logged(4));
        case 'message':
          sends.push(frame);
          // Logged, says the resume, but the first time the ack never leaves.
          if (resumed) say(ack({ seq: 4, message_id: 'e1-4', timestamp: 't' }));
          else socket.terminate();
      }
    });
  });

  const room = await client(t, url).join('lobby');
  const seen: number[] = [];
  const both = new Promise<void>(resolve => {
    room.on('message', message => {
      seen.push(message.seq);
      if (seen.length === 2) resolve();
    });
  });
  assert.equal((await room.send({ text: 'hi' })).seq, 4);
  await both;
  assert.deepEqual(seen, [3, 4]);
  assert.equal(sends.length, 2);
  assert.equal(sends[0]!['id'], sends[1]!['id']);
});

test('Nobody listens there: waits, and tries again', { timeout: 10_000 }, async t => {
  const { url, server } = await serve(t);
  server.close();
  const made = client(t, url);
  const waiting = reached(made, 'waiting');
  made.connect();
  const state = await waiting;
  assert.ok(state.name === 'waiting' && state.cause.code === 1006);
  await reached(made, 'connecting');
});

test('A close code arrives with its reason', { timeout: 10_000 }, async t => {
  const { url, server } = await serve(t);
  server.on('connection', socket => socket.close(4001, 'no such user'));
  const made = client(t, url);
  const closed = reached(made, 'closed');
  made.connect();
  assert.deepEqual(await closed, { name: 'closed', cause: { code: 4001, reason: 'no such user' } });
});

test('Closing while it connects raises nothing', { timeout: 10_000 }, async t => {
  const { url } = await serve(t);
  const made = client(t, url);
  made.connect();
  made.close();
  assert.equal(made.state.name, 'closed');
});

test('Without a WebSocket the mistake is named', t => {
  const global = globalThis as { WebSocket?: unknown };
  const own = Object.getOwnPropertyDescriptor(global, 'WebSocket');
  delete global.WebSocket;
  t.after(() => { if (own !== undefined) Object.defineProperty(global, 'WebSocket', own); });
  assert.throws(() => new StreamingClient({ url: 'ws://h/ws' }), /npm package ws/);
});
