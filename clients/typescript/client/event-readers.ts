// One reader for each kind of event in a room's log. What lacks a field that its kind must have is unknown, not lost.

import type { LoggedEvent, MemberModerated, MessageChange, Reaction, RoomMessage } from './events.js';
import { permissions, roles, type Permission, type Role, type RoomSettings } from './room-info.js';
import { count, defined, list, object, oneOf, text, type JsonObject } from './shapes.js';

type At = Pick<RoomMessage, 'id' | 'room_id' | 'user_id' | 'seq' | 'timestamp'>;

/** Undefined when it bears no place, author or time, or is of a type that belongs into no log. */
export function readLogged(value: unknown): LoggedEvent | undefined {
  const message = object(value);
  if (message === undefined) return undefined;
  const id = text(message['id']);
  const room_id = text(message['room_id']);
  const user_id = text(message['user_id']);
  const timestamp = text(message['timestamp']);
  const seq = count(message['seq']);
  if (id === undefined || room_id === undefined || user_id === undefined) return undefined;
  if (seq === undefined || timestamp === undefined) return undefined;
  const at = { id, room_id, user_id, seq, timestamp };
  switch (message['type']) {
    case 'message': return message['event'] === undefined ? readBody(at, message) : readChange(at, message) ?? unknown(at, message);
    case 'join': return { type: 'join', ...at, data: defined({ role: readRole(object(message['data'])?.['role']) }) };
    case 'leave': return { type: 'leave', ...at };
    case 'system': return readSystem(at, message) ?? unknown(at, message);
    default: return undefined;
  }
}

export function readRole(value: unknown): Role | undefined {
  return oneOf(value, roles);
}

/** Those that this version knows. */
export function readPermissions(value: unknown): readonly Permission[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map(one => oneOf(one, permissions)).filter(one => one !== undefined);
}

export function readSettings(data: JsonObject): RoomSettings {
  return defined({
    name: text(data['name']),
    description: text(data['description']),
    category: text(data['category']),
    private: flag(data['private']),
    direct: flag(data['direct']),
    max_members: count(data['max_members']),
    tags: list(data['tags'], text),
    metadata: object(data['metadata']),
    slow_mode_s: count(data['slow_mode_s']),
    delivery: text(data['delivery']),
    sample_interval_ms: count(data['sample_interval_ms']),
  });
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function unknown(at: At, message: JsonObject): LoggedEvent {
  const name = `${text(message['type']) ?? ''}/${text(message['event']) ?? ''}`;
  return { type: 'unknown', ...at, name, data: message['data'] };
}

function readBody(at: At, message: JsonObject): RoomMessage {
  const deleted = message['deleted'] === true || message['deleted_at'] !== undefined;
  return {
    type: 'message',
    ...at,
    data: message['data'],
    ...defined({
      metadata: object(message['metadata']),
      thread_id: text(message['thread_id']),
      content_type: text(message['content_type']),
      edited_at: text(message['edited_at']),
      edited_by: text(message['edited_by']),
      reactions: readReactions(message['reactions']),
      pinned: message['pinned'] === true ? true : undefined,
      deleted: deleted ? true : undefined,
      deleted_by: text(message['deleted_by']),
    }),
  };
}

function readReactions(value: unknown): Readonly<Record<string, Reaction>> | undefined {
  const reactions = object(value);
  if (reactions === undefined) return undefined;
  const read = Object.entries(reactions).flatMap(([name, one]) => {
    const reaction = object(one);
    const user_ids = list(reaction?.['user_ids'], text) ?? [];
    const number = count(reaction?.['count']) ?? user_ids.length;
    return number === 0 ? [] : [[name, { count: number, user_ids }] as const];
  });
  return read.length === 0 ? undefined : Object.fromEntries(read);
}

function readChange(at: At, message: JsonObject): MessageChange | undefined {
  const data = object(message['data']);
  const message_id = text(data?.['message_id']);
  const message_seq = count(data?.['message_seq']);
  if (data === undefined || message_id === undefined || message_seq === undefined) return undefined;
  const target = { message_id, message_seq };
  const { event } = message;
  switch (event) {
    case 'edited': {
      const more = defined({ metadata: object(data['metadata']), content_type: text(data['content_type']) });
      return { type: 'message', event, ...at, data: { ...target, data: data['data'], ...more } };
    }
    case 'deleted':
    case 'pinned':
    case 'unpinned': return { type: 'message', event, ...at, data: target };
    case 'reaction_added':
    case 'reaction_removed': {
      const reaction = text(data['reaction']);
      return reaction === undefined ? undefined : { type: 'message', event, ...at, data: { ...target, reaction } };
    }
    default: return undefined;
  }
}

function readSystem(at: At, message: JsonObject): LoggedEvent | undefined {
  const data = object(message['data']) ?? {};
  const { event } = message;
  switch (event) {
    case 'room_created':
    case 'room_updated': return { type: 'system', event, ...at, data: readSettings(data) };
    case 'room_archived':
    case 'room_restored':
    case 'room_locked':
    case 'room_unlocked':
    case 'room_deleted': return { type: 'system', event, ...at, data: defined({ reason: text(data['reason']) }) };
    case 'ownership_transferred': {
      const user_id = text(data['user_id']);
      return user_id === undefined ? undefined : { type: 'system', event, ...at, data: { user_id } };
    }
    case 'invite_created':
    case 'invite_revoked': return { type: 'system', event, ...at };
    case 'ban':
    case 'unban':
    case 'mute':
    case 'unmute':
    case 'kick':
    case 'warn':
    case 'role':
    case 'permissions':
    case 'member_added': return readModeration(at, event, data);
    default: return undefined;
  }
}

function readModeration(at: At, event: MemberModerated['event'], data: JsonObject): MemberModerated | undefined {
  const user_id = text(data['user_id']);
  if (user_id === undefined) return undefined;
  const more = defined({
    reason: text(data['reason']),
    until: text(data['until']),
    role: readRole(data['role']),
    granted: readPermissions(data['granted']),
    revoked: readPermissions(data['revoked']),
  });
  return { type: 'system', event, ...at, data: { user_id, ...more } };
}
