// One reader per shape of the protocol: the value as its type says, or undefined when it is not of that shape.

import type {
  HistoryPage, JoinAck, LoggedEvent, PresenceDiff, PresenceEntry, PresenceSnapshot, PresenceStatus, PublishAck, Reset,
  ResumedRoom, RoomMessage, Welcome, WireError,
} from './protocol.js';
import { count, defined, list, object, text } from './shapes.js';

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
    ...defined({ role: text(data['role']), member_count: count(data['member_count']) }),
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
  const event = text(message['event']);
  switch (message['type']) {
    case 'message':
      return {
        type: 'message',
        ...at,
        data: message['data'],
        ...defined({
          event,
          metadata: object(message['metadata']),
          thread_id: text(message['thread_id']),
          content_type: text(message['content_type']),
        }),
      };
    case 'join': return { type: 'join', ...at, data: message['data'] };
    case 'leave': return { type: 'leave', ...at, data: message['data'] };
    case 'system': return { type: 'system', ...at, event: event ?? '', data: message['data'] };
    default: return undefined;
  }
}

export function readHistoryPage(value: unknown): HistoryPage | undefined {
  const data = object(value);
  const messages = list(data?.['messages'], readMessage);
  if (data === undefined || messages === undefined) return undefined;
  const seqs = messages.map(message => message.seq);
  return {
    messages,
    has_more: data['has_more'] === true,
    first_seq: count(data['first_seq']) ?? Math.min(...seqs, Number.MAX_SAFE_INTEGER),
    last_seq: count(data['last_seq']) ?? Math.max(...seqs, 0),
  };
}

function readMessage(value: unknown): RoomMessage | undefined {
  const event = readLogged(value);
  return event?.type === 'message' ? event : undefined;
}

const statuses: readonly unknown[] = ['online', 'away', 'busy', 'offline'] satisfies PresenceStatus[];

function readPresenceEntry(value: unknown): PresenceEntry | undefined {
  const entry = object(value);
  const user_id = text(entry?.['user_id']);
  if (entry === undefined || user_id === undefined || !statuses.includes(entry['status'])) return undefined;
  return {
    user_id,
    status: entry['status'] as PresenceStatus,
    ...defined({ custom_status: text(entry['custom_status']), metadata: object(entry['metadata']) }),
  };
}

export function readPresenceSnapshot(value: unknown): PresenceSnapshot | undefined {
  const data = object(value);
  const version = count(data?.['version']);
  const users = list(data?.['users'], readPresenceEntry);
  return version === undefined || users === undefined ? undefined : { version, users };
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
