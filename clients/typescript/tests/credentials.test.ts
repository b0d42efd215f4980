import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamingClientOptions } from '../client/index.js';
import { Scene } from './support/scene.js';

/** A page's tokens, and the server's tickets for them. */
class Desk {
  asked = 0;
  readonly shown: string[] = [];
  status = 200;
  fails = false;

  readonly options: Partial<StreamingClientOptions> = {
    getToken: async () => {
      if (this.fails) throw new Error('no token today');
      return `token-${++this.asked}`;
    },
    fetch: async (url, init) => {
      assert.equal(`${init.method} ${url}`, 'POST http://chat.test/api/v1/negotiate');
      this.shown.push(init.headers['Authorization'] ?? '');
      const text = JSON.stringify({ ticket: `ticket-${this.shown.length}` });
      return { ok: this.status === 200, status: this.status, text: async () => text };
    },
  };
}

async function connected(desk: Desk, welcome: Record<string, unknown> = { expires_in_s: 600 }): Promise<Scene> {
  const scene = new Scene(desk.options);
  scene.client.connect();
  await scene.clock.advance(0);
  // Nobody answers pings here while minutes pass.
  scene.socket.welcome({ heartbeat_s: 1_000_000, ...welcome });
  return scene;
}

test('Each connection is opened with a ticket for a token of its own, which stands in no address', async () => {
  const desk = new Desk();
  const scene = await connected(desk);
  assert.equal(scene.socket.url, 'ws://chat.test/ws?ticket=ticket-1');
  scene.socket.drop();
  scene.client.retryNow();
  await scene.clock.advance(0);
  assert.equal(scene.socket.url, 'ws://chat.test/ws?ticket=ticket-2&resume_token=token-1');
  assert.deepEqual(desk.shown.slice(0, 2), ['Bearer token-1', 'Bearer token-2']);
  scene.client.close();
});

test('A token that runs out is followed by the next one, a minute ahead, and that by another', async () => {
  const desk = new Desk();
  const scene = await connected(desk);
  await scene.clock.advance(539_000);
  assert.equal(scene.socket.all('refresh').length, 0);
  await scene.clock.advance(1_000);
  const first = scene.socket.take('refresh');
  assert.deepEqual(first['data'], { token: 'token-2' });
  scene.socket.ack(first, { expires_at: '2026-01-01T12:10:00.000Z', expires_in_s: 100 });
  await scene.clock.advance(75_000);
  assert.deepEqual(scene.socket.take('refresh')['data'], { token: 'token-3' });
  scene.client.close();
});

test('Nothing is asked where credentials last, or no getToken is there', async () => {
  const desk = new Desk();
  const lasting = await connected(desk, {});
  await lasting.clock.advance(10 * 3_600_000);
  assert.equal(desk.asked, 1);
  lasting.client.close();

  const other = new Scene();
  other.client.connect();
  other.socket.welcome({ heartbeat_s: 1_000_000, expires_in_s: 100 });
  await other.clock.advance(100_000);
  assert.equal(other.socket.all('refresh').length, 0);
  other.client.close();
});

test('A token that cannot be had, and one that is refused, are asked for again and told', async () => {
  const desk = new Desk();
  const scene = await connected(desk);
  desk.fails = true;
  await scene.clock.advance(540_000);
  assert.equal(scene.problems.at(-1)?.message, 'no token today');
  desk.fails = false;
  await scene.clock.advance(5_000);
  scene.socket.refuse(scene.socket.take('refresh'), 'unauthorized');
  assert.equal(scene.problems.at(-1)?.code, 'unauthorized');
  await scene.clock.advance(5_000);
  assert.deepEqual(scene.socket.take('refresh')['data'], { token: 'token-3' });
  scene.client.close();
});

test('A connection that ran out while the machine slept is opened anew; one that is refused from the start is not', async () => {
  const desk = new Desk();
  const scene = await connected(desk);
  scene.socket.drop(4001, 'unauthorized');
  assert.equal(scene.client.state.name, 'waiting');
  scene.client.retryNow();
  await scene.clock.advance(0);
  scene.socket.drop(4001, 'unauthorized');
  assert.equal(scene.client.state.name, 'closed');
});

test('No ticket is a failed try', async () => {
  const desk = new Desk();
  desk.status = 503;
  const scene = new Scene(desk.options);
  scene.client.connect();
  await scene.clock.advance(0);
  assert.equal(scene.client.state.name, 'waiting');
  desk.status = 200;
  scene.client.retryNow();
  await scene.clock.advance(0);
  assert.match(scene.socket.url, /ticket=/);
  scene.client.close();
});

test('A room that new credentials do not reach is over', async () => {
  const scene = new Scene();
  const room = await scene.joined();
  scene.socket.deliver({ type: 'leave', event: 'confined', room_id: 'lobby', user_id: 'ana' });
  assert.equal(room.state.name, 'closed');
  scene.client.close();
});
