import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memberItems } from '../chat/member-menu.js';
import { Members } from '../chat/members.js';
import { isMuted, Rights } from '../chat/rights.js';
import { RoomFacts } from '../chat/room-facts.js';
import type { MessageRow } from '../chat/rows.js';
import { permissionsOf, roles, type LoggedEvent, type Member, type Role, type RoomsApi } from '../client/index.js';

const now = new Date(Date.UTC(2026, 4, 20, 12));

function member(role: Role, more: Partial<Member> = {}): Member {
  return { user_id: 'ana', role, permissions: permissionsOf[role], ...more };
}

function rights(role: Role, facts: object = {}, more: Partial<Member> = {}): Rights {
  return new Rights({ archived: false, locked: false, ...facts }, member(role, more), now);
}

function row(own: boolean, more: Partial<MessageRow> = {}): MessageRow {
  return {
    kind: 'message', key: 'k', id: 'e-3', seq: 3, userId: own ? 'ana' : 'bob', own, at: now, delivery: 'sent', problem: undefined,
    continued: false, replies: undefined, text: 'x', editedAt: undefined, editedBy: undefined, reactions: [], pinned: false,
    deleted: false, deletedBy: undefined, ...more,
  };
}

function system(event: string, data: object = {}, more: object = {}): LoggedEvent {
  return { type: 'system', event, id: 'e-9', room_id: 'r', user_id: 'boss', seq: 9, timestamp: now.toISOString(), data, ...more } as LoggedEvent;
}

// role | edit own | edit other's | delete own | delete other's | pin | invite | remove a guest | remove own kind | give roles | manage
const table = `
  guest     | yes | no | yes | no  | no  | no  | no  | no | no  | no
  member    | yes | no | yes | no  | no  | yes | no  | no | no  | no
  moderator | yes | no | yes | yes | yes | yes | yes | no | no  | no
  admin     | yes | no | yes | yes | yes | yes | yes | no | yes | yes
  owner     | yes | no | yes | yes | yes | yes | yes | no | yes | yes`;

for (const line of table.trim().split('\n')) {
  const [role, ...expected] = line.split('|').map(cell => cell.trim()) as [Role, ...string[]];
  test(`What the page offers: ${role}`, () => {
    const mine = rights(role);
    const offered = [
      mine.mayEdit(row(true)), mine.mayEdit(row(false)), mine.mayDelete(row(true)), mine.mayDelete(row(false)), mine.mayPin(row(false)),
      mine.mayInvite, mine.mayRemove('guest'), mine.mayRemove(role), mine.mayPromote('guest'), mine.mayManage,
    ];
    assert.deepEqual(offered.map(one => (one ? 'yes' : 'no')), expected);
  });
}

test('Why one may not write is said', () => {
  assert.equal(rights('guest').silence, undefined);
  assert.match(rights('owner', { archived: true }).silence ?? '', /archived/);
  assert.match(rights('member', { locked: true, lock: { reason: 'late' } }).silence ?? '', /locked: late/);
  assert.equal(rights('moderator', { locked: true }).silence, undefined);
  assert.match(rights('member', {}, { muted: true }).silence ?? '', /muted/);
  assert.match(rights('member', {}, { muted: true, muted_until: new Date(now.getTime() + 60_000).toISOString() }).silence ?? '', /until/);
  assert.equal(rights('member', {}, { muted: true, muted_until: now.toISOString() }).silence, undefined, 'a mute that is over');
  assert.match(rights('guest', {}, { permissions: [] }).silence ?? '', /not write/);
});

test('What is deleted, or on its way, is not touched', () => {
  const mine = rights('owner');
  for (const gone of [row(true, { deleted: true }), row(true, { seq: undefined, id: undefined })]) {
    assert.deepEqual([mine.mayEdit(gone), mine.mayDelete(gone), mine.mayPin(gone), mine.mayAnswer(gone)], [false, false, false, false]);
  }
});

test('The room of two is not managed, and both pin', () => {
  const mine = rights('member', { direct: true });
  assert.deepEqual([mine.mayPin(row(false)), mine.mayInvite, mine.mayManage, mine.mayModerate], [true, false, false, false]);
});

test('The menu of a member offers what one may do to them', () => {
  const labels = (role: Role, target: Role): string[] => memberItems('bob', { ...member(target), user_id: 'bob' }, {
    room: undefined as never, api: undefined as never, me: 'ana', rights: rights(role), direct: () => {}, mention: () => {},
  }).map(item => item.label);
  assert.deepEqual(labels('guest', 'guest'), ['Write to them alone', 'Mention']);
  assert.deepEqual(labels('moderator', 'member').slice(2), ['Warn…', 'Mute…', 'Remove from the room…', 'Ban…']);
  assert.deepEqual(labels('moderator', 'admin').slice(2), []);
  assert.ok(labels('admin', 'moderator').includes('Change role…'));
  assert.ok(!labels('admin', 'member').includes('Hand the room over…'));
  assert.ok(labels('owner', 'admin').includes('Hand the room over…'));
  for (const role of roles) {
    assert.deepEqual(memberItems('ana', member(role), { room: undefined as never, api: undefined as never, me: 'ana', rights: rights(role), direct: () => {}, mention: () => {} }), []);
  }
});

test('Members are fetched in pages, and followed', async () => {
  const pages = [
    { members: [member('owner', { user_id: 'boss' }), member('guest', { user_id: 'bob' })], has_more: true, total: 3 },
    { members: [member('guest', { user_id: 'cy' })], has_more: false, total: 3 },
  ];
  const asked: unknown[] = [];
  const api = { members: async (_: string, query: unknown) => { asked.push(query); return pages.shift(); } } as unknown as RoomsApi;
  const members = new Members();
  assert.equal(await members.load(api, 'r'), true);
  assert.deepEqual(asked, [{ limit: 200 }, { limit: 200, after: 'bob' }]);
  assert.equal(members.total, 3);
  members.happened({ ...system(''), type: 'join', user_id: 'dee', data: { role: 'member' } } as LoggedEvent);
  members.happened(system('role', { user_id: 'bob', role: 'moderator' }));
  members.happened(system('mute', { user_id: 'cy' }));
  members.happened(system('permissions', { user_id: 'dee', granted: ['delete_message'], revoked: ['invite_members'] }));
  assert.deepEqual(members.all.map(one => [one.user_id, one.role]), [['boss', 'owner'], ['bob', 'moderator'], ['cy', 'guest'], ['dee', 'member']]);
  assert.equal(members.total, 4);
  assert.deepEqual(members.get('dee')?.permissions, ['send_message', 'delete_message']);
  members.happened(system('role', { user_id: 'dee', role: 'moderator' }));
  assert.deepEqual(members.get('dee')?.permissions, ['send_message', 'delete_message', 'remove_members'], 'what was taken stays taken');
  members.happened(system('role', { user_id: 'dee', role: 'member' }));
  assert.deepEqual(members.get('dee')?.permissions, ['send_message', 'delete_message'], 'and what was given stays given');
  assert.equal(isMuted(members.get('cy'), now), true);
  members.happened(system('unmute', { user_id: 'cy' }));
  assert.equal(isMuted(members.get('cy'), now), false);
  members.happened(system('ownership_transferred', { user_id: 'bob' }));
  assert.deepEqual([members.get('boss')?.role, members.get('bob')?.role], ['admin', 'owner']);
  members.happened(system('kick', { user_id: 'cy' }));
  members.happened(system('ban', { user_id: 'nobody' }));
  assert.deepEqual([members.get('cy'), members.total], [undefined, 3]);
});

test('A list that cannot be fetched leaves what is known', async () => {
  const members = new Members();
  members.learn('ana', 'owner');
  const api = { members: () => Promise.reject(new Error('away')) } as unknown as RoomsApi;
  assert.equal(await members.load(api, 'r'), false);
  assert.equal(members.get('ana')?.role, 'owner');
  assert.equal(members.total, undefined);
});

test('The room is followed through what is done to it', () => {
  const facts = new RoomFacts('r');
  facts.happened(system('room_created', { private: false }));
  facts.happened(system('room_locked', { reason: 'late' }));
  assert.deepEqual([facts.now.owner, facts.now.locked, facts.now.lock?.reason], ['boss', true, 'late']);
  facts.happened(system('room_updated', { name: 'Tea', private: true }));
  assert.deepEqual([facts.now.name, facts.now.private, facts.now.locked, facts.now.owner], ['Tea', true, true, 'boss']);
  facts.happened(system('room_unlocked'));
  facts.happened(system('room_archived'));
  assert.deepEqual([facts.now.locked, facts.now.lock, facts.now.archived], [false, undefined, true]);
  facts.happened(system('ownership_transferred', { user_id: 'bob' }));
  assert.equal(facts.now.owner, 'bob');
  assert.equal(facts.happened(system('ban', { user_id: 'bob' })), false);
});
