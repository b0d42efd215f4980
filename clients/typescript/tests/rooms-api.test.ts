import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomsApi, type StreamingError } from '../client/index.js';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An API whose server answers this. */
function served(status: number, answer: unknown, options: { token?: string } = {}): { api: RoomsApi; asked: Asked[] } {
  const asked: Asked[] = [];
  const api = new RoomsApi({
    url: 'wss://chat.test/deep/ws',
    userId: 'ana b',
    ...options,
    fetch: async (url, { method, headers, body }) => {
      asked.push({ method, url, headers, body: body === undefined ? undefined : JSON.parse(body) });
      const said = typeof answer === 'function' ? answer() : answer;
      return { ok: status < 400, status, text: async () => (typeof said === 'string' ? said : JSON.stringify(said)) };
    },
  });
  return { api, asked };
}

const base = 'https://chat.test/deep/api/v1';

test('A guest is named in the address, ids are escaped, and bodies are JSON', async () => {
  const { api, asked } = served(200, { room_id: 'r', member_count: 2, archived: false, locked: true, lock: { reason: 'x' }, membership: { role: 'admin', permissions: ['manage_room', 'fly'] } });
  const room = await api.room('a/b');
  await api.update('a', { name: '' });
  await api.lock('a', 'why');
  await api.revokeInvite('a', 'c?d');
  assert.deepEqual(asked.map(({ method, url, body }) => [method, url, body]), [
    ['GET', `${base}/rooms/a%2Fb?user_id=ana%20b`, undefined],
    ['PATCH', `${base}/rooms/a?user_id=ana%20b`, { name: '' }],
    ['POST', `${base}/rooms/a/lock?user_id=ana%20b`, { reason: 'why' }],
    ['DELETE', `${base}/rooms/a/invites/c%3Fd?user_id=ana%20b`, undefined],
  ]);
  assert.equal(asked[1]?.headers['content-type'], 'application/json');
  assert.deepEqual([room.locked, room.lock, room.membership], [true, { reason: 'x' }, { role: 'admin', permissions: ['manage_room'] }]);
});

test('Who has a token is told by that alone', async () => {
  const { api, asked } = served(200, { members: [{ user_id: 'bob', role: 'moderator', joined_at: 't', permissions: [], muted: true }], has_more: true, total: 7 }, { token: 't1' });
  const page = await api.members('r', { after: 'ana', limit: 1 });
  assert.equal(asked[0]?.url, `${base}/rooms/r/members?after=ana&limit=1`);
  assert.equal(asked[0]?.headers['authorization'], 'Bearer t1');
  assert.deepEqual(page, { members: [{ user_id: 'bob', role: 'moderator', joined_at: 't', permissions: [], muted: true }], has_more: true, total: 7 });
});

test('A member without permissions told has those of the role', async () => {
  const { api } = served(200, { members: [{ user_id: 'bob', role: 'guest' }] });
  assert.deepEqual((await api.members('r')).members[0]?.permissions, ['send_message']);
});

test('A problem becomes an error of its code, with what it tells', async () => {
  const { api } = served(403, { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'you are banned', code: 'banned', until: 'later' });
  await assert.rejects(api.room('r'), (error: StreamingError) => {
    assert.deepEqual([error.code, error.message, error.retryable, error.detail['until']], ['banned', 'you are banned', false, 'later']);
    return true;
  });
  const limited = served(429, { code: 'rate_limited', retry_after_ms: 40 });
  await assert.rejects(limited.api.room('r'), { code: 'rate_limited', retryable: true, retryAfterMs: 40 });
});

test('What is no answer of the protocol is said, whatever sent it', async () => {
  await assert.rejects(served(502, '<html>Bad gateway').api.room('r'), { code: 'unavailable', retryable: true });
  await assert.rejects(served(404, '<html>Not found').api.room('r'), { code: 'bad_answer' });
  await assert.rejects(served(200, 'nothing').api.room('r'), { code: 'bad_answer' });
  await assert.rejects(served(200, { members: [{}] }).api.members('r'), { code: 'bad_answer' });
  const away = new RoomsApi({ url: 'http://chat.test/api/v1/', fetch: () => Promise.reject(new Error('no route')) });
  await assert.rejects(away.room('r'), { code: 'unavailable', retryable: true });
});

test('Invites, the moderation log, pins and what is unread are read whole', async () => {
  const invite = { code: 'abc', role: 'member', max_uses: 5, used_count: 1, created_by: 'ana', created_at: 't' };
  assert.deepEqual(await served(201, invite).api.createInvite('r', { max_uses: 5 }), invite);
  assert.deepEqual(await served(200, { invites: [invite] }).api.invites('r'), [invite]);
  const entry = { id: 'e-1', seq: 1, type: 'ban', target_id: 'bob', moderator_id: 'ana', reason: 'spam', timestamp: 't' };
  assert.deepEqual(await served(200, { entries: [entry] }).api.moderationLog('r'), [entry]);
  const pin = { type: 'message', id: 'e-3', room_id: 'r', user_id: 'bob', seq: 3, timestamp: 't', data: { text: 'x' }, pinned: true };
  assert.deepEqual(await served(200, { messages: [pin] }).api.pins('r'), [pin]);
  const unread = { room_id: 'r', unread: 100, capped: true, last_seq: 200 };
  const pages = [{ rooms: [unread], has_more: true, next: 'r' }, { rooms: [{ ...unread, room_id: 's' }], has_more: false }];
  const { api, asked } = served(200, () => pages.shift());
  assert.deepEqual((await api.unread('ana')).map(room => room.room_id), ['r', 's']);
  assert.deepEqual(asked.map(({ url }) => url.slice(base.length)), ['/users/ana/unread?user_id=ana%20b', '/users/ana/unread?user_id=ana%20b&after=r']);
  assert.equal(await served(200, { room_id: 'direct:1', member_count: 2 }).api.openDirect('bob'), 'direct:1');
});
