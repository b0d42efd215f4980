// One reader for each shape of room-info.ts.
import { readPermissions, readRole, readSettings } from './event-readers.js';
import { permissionsOf, } from './room-info.js';
import { count, defined, list, object, text } from './shapes.js';
export function readRoomInfo(value) {
    const room = object(value);
    const room_id = text(room?.['room_id']);
    if (room === undefined || room_id === undefined)
        return undefined;
    const lock = object(room['lock']);
    const mine = object(room['membership']);
    return {
        room_id,
        ...readSettings(room),
        member_count: count(room['member_count']) ?? 0,
        archived: room['archived'] === true,
        locked: room['locked'] === true,
        ...defined({
            owner: text(room['owner']),
            created_at: text(room['created_at']),
            lock: lock && defined({ reason: text(lock['reason']), by: text(lock['by']), at: text(lock['at']) }),
            epoch: text(room['epoch']),
            first_seq: count(room['first_seq']),
            last_seq: count(room['last_seq']),
            membership: mine && readMembership(mine),
        }),
    };
}
export function readListing(value) {
    const listing = object(value);
    const rooms = list(listing?.['rooms'], readRoomInfo);
    return rooms && { rooms, next: text(listing?.['next']) };
}
function readMembership(member) {
    const role = readRole(member['role']) ?? 'guest';
    return {
        role,
        permissions: readPermissions(member['permissions']) ?? permissionsOf[role],
        ...defined({ joined_at: text(member['joined_at']) }),
    };
}
function readMember(value) {
    const member = object(value);
    const user_id = text(member?.['user_id']);
    if (member === undefined || user_id === undefined)
        return undefined;
    const muted = member['muted'] === true ? true : undefined;
    return { user_id, ...readMembership(member), ...defined({ muted, muted_until: text(member['muted_until']) }) };
}
export function readMemberPage(value) {
    const page = object(value);
    const members = list(page?.['members'], readMember);
    if (members === undefined)
        return undefined;
    return { members, has_more: page?.['has_more'] === true, ...defined({ total: count(page?.['total']) }) };
}
export function readInvite(value) {
    const invite = object(value);
    const code = text(invite?.['code']);
    if (invite === undefined || code === undefined)
        return undefined;
    return {
        code,
        role: readRole(invite['role']) ?? 'member',
        ...defined({
            created_by: text(invite['created_by']),
            created_at: text(invite['created_at']),
            expires_at: text(invite['expires_at']),
            max_uses: count(invite['max_uses']),
            used_count: count(invite['used_count']),
        }),
    };
}
export function readModerationEntry(value) {
    const entry = object(value);
    const id = text(entry?.['id']);
    const type = text(entry?.['type']);
    if (entry === undefined || id === undefined || type === undefined)
        return undefined;
    return {
        id,
        type,
        ...defined({
            seq: count(entry['seq']),
            target_id: text(entry['target_id']),
            moderator_id: text(entry['moderator_id']),
            reason: text(entry['reason']),
            timestamp: text(entry['timestamp']),
        }),
    };
}
export function readUnread(value) {
    const room = object(value);
    const room_id = text(room?.['room_id']);
    const unread = count(room?.['unread']);
    if (room === undefined || room_id === undefined || unread === undefined)
        return undefined;
    const capped = room['capped'] === true ? true : undefined;
    const read_seq = count(room['read_seq']) ?? count(room['marker']);
    return { room_id, unread, ...defined({ capped, last_seq: count(room['last_seq']), read_seq }) };
}
