// One reader per shape of the protocol: the value as its type says, or undefined when it is not of that shape.

import { readLogged, readRole } from './event-readers.js';
import { isMessage } from './events.js';
import type {
  HistoryPage, JoinAck, PresenceCount, PresenceDiff, PresenceEntry, PresenceSnapshot, PresenceStatus, PublishAck, ReadNotice,
  Reset, ResumedRoom, Signal, WatchedUser, Welcome, WireError,
} from './protocol.js';
import { count, defined, list, object, text, type JsonObject } from './shapes.js';

export function readWelcome(value: unknown): Welcome | undefined {
  const data = object(value);
  const resume_token = text(data?.['resume_token']);
  const user_id = text(data?.['user_id']);
  if (data === undefined || resume_token === undefined || user_id === undefined) return undefined;
  return {
    resume_token,
    user_id,
    connection_id: text(data['connection_id']) ?? '',
    session_id: text(data['session_id']) ?? '',
    node_id: text(data['node_id']) ?? '',
    heartbeat_s: count(data['heartbeat_s']) ?? 30,
    max_message_size: count(data['max_message_size']) ?? 65_536,
    resumed: data['resumed'] === true,
    rooms: list(data['rooms'], text) ?? [],
    ...defined({ expires_in_s: count(data['expires_in_s']) }),
  };
}

export function readError(value: unknown): WireError | undefined {
  const error = object(value);
  const code = text(error?.['code']);
  if (error === undefined || code === undefined) return undefined;
  const { retry_after_ms: _, ...rest } = error;
  return {
    ...rest,
    ...defined({ retry_after_ms: count(error['retry_after_ms']) }),
    code,
    message: text(error['message']) ?? code,
    retryable: error['retryable'] === true,
  };
}

export function readJoinAck(value: unknown): JoinAck | undefined {
  const data = object(value);
  const seq = count(data?.['seq']);
  const epoch = text(data?.['epoch']);
  if (data === undefined || seq === undefined || epoch === undefined) return undefined;
  return {
    seq,
    epoch,
    first_seq: count(data['first_seq']) ?? 1,
    recovered: data['recovered'] !== false,
    ...defined({ role: readRole(data['role']), member_count: count(data['member_count']) }),
  };
}

export function readPublishAck(value: unknown): PublishAck | undefined {
  const data = object(value);
  const seq = count(data?.['seq']);
  const message_id = text(data?.['message_id']);
  const timestamp = text(data?.['timestamp']);
  if (seq === undefined || message_id === undefined || timestamp === undefined) return undefined;
  return { seq, message_id, timestamp };
}

export function readResumeAck(value: unknown): ReadonlyMap<string, ResumedRoom> | undefined {
  const rooms = object(object(value)?.['rooms']);
  if (rooms === undefined) return undefined;
  const read = new Map<string, ResumedRoom>();
  for (const [roomId, room] of Object.entries(rooms)) {
    const error = readError(object(room)?.['error']);
    const resumed = error === undefined ? readJoinAck(room) : { error };
    // A room left out of the map is joined anew, which is right whatever it was that we could not read.
    if (resumed !== undefined) read.set(roomId, resumed);
  }
  return read;
}

export function readHistoryPage(value: unknown): HistoryPage | undefined {
  const data = object(value);
  // Rows only: what is done to a message shows in its row.
  const messages = list(data?.['messages'], readLogged)?.filter(isMessage);
  if (data === undefined || messages === undefined) return undefined;
  const seqs = messages.map(message => message.seq);
  return {
    messages,
    has_more: data['has_more'] === true,
    first_seq: count(data['first_seq']) ?? Math.min(...seqs, Number.MAX_SAFE_INTEGER),
    last_seq: count(data['last_seq']) ?? Math.max(...seqs, 0),
  };
}

const statuses: readonly unknown[] = ['online', 'away', 'busy', 'offline'] satisfies PresenceStatus[];

function readPresenceEntry(value: unknown): PresenceEntry | undefined {
  const entry = object(value);
  const user_id = text(entry?.['user_id']);
  if (entry === undefined || user_id === undefined || !statuses.includes(entry['status'])) return undefined;
  return {
    user_id,
    status: entry['status'] as PresenceStatus,
    ...defined({
      custom_status: text(entry['custom_status']),
      activity: text(entry['activity']),
      devices: list(entry['devices'], text),
      metadata: object(entry['metadata']),
    }),
  };
}

/** `status` has everything but the id, or the id too. */
export function readWatchedUser(userId: unknown, status: unknown): WatchedUser | undefined {
  const fields = object(status);
  const entry = readPresenceEntry({ ...fields, user_id: userId });
  return entry && { ...entry, ...defined({ last_seen: text(fields?.['last_seen']) }) };
}

/** Those of an answer to a watch; none in that to an unwatch. */
export function readWatchedUsers(value: unknown): readonly WatchedUser[] {
  return list(object(value)?.['users'], user => readWatchedUser(object(user)?.['user_id'], user)) ?? [];
}

export function readPresenceSnapshot(value: unknown): PresenceSnapshot | undefined {
  const data = object(value);
  const version = count(data?.['version']);
  const number = count(data?.['count']);
  // Where they are too many to be named there is no list, only how many there are.
  const users = number !== undefined && data?.['users'] === undefined ? [] : list(data?.['users'], readPresenceEntry);
  if (version === undefined || users === undefined) return undefined;
  return { version, users, count: Math.max(number ?? 0, users.length) };
}

export function readPresenceCount(value: unknown): PresenceCount | undefined {
  const data = object(value);
  const version = count(data?.['version']);
  const number = count(data?.['count']);
  return version === undefined || number === undefined ? undefined : { version, count: number };
}

export function readPresenceDiff(value: unknown): PresenceDiff | undefined {
  const data = object(value);
  const version = count(data?.['version']);
  const changes = list(data?.['changes'], readPresenceEntry);
  return version === undefined || changes === undefined ? undefined : { version, changes };
}

export function readReset(value: unknown): Reset | undefined {
  const data = object(value);
  const seq = count(data?.['seq']);
  const epoch = text(data?.['epoch']);
  return data === undefined || seq === undefined || epoch === undefined
    ? undefined
    : { epoch, seq, first_seq: count(data['first_seq']) ?? seq + 1 };
}

/** Where a logged request has its place; null when it had no effect, and so has none. */
export function readChangeAck(value: unknown): PublishAck | null | undefined {
  const data = object(value);
  return data !== undefined && data['seq'] === undefined ? null : readPublishAck(value);
}

export function readReadNotice(message: JsonObject): ReadNotice | undefined {
  const user_id = text(message['user_id']);
  const seq = count(object(message['data'])?.['seq']);
  return user_id === undefined || seq === undefined ? undefined : { user_id, seq };
}

export function readSignal(message: JsonObject): Signal | undefined {
  const user_id = text(message['user_id']);
  const data = object(message['data']);
  return user_id === undefined || data === undefined ? undefined : { user_id, data };
}
