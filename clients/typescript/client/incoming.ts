import { readLogged } from './event-readers.js';
import type { LoggedEvent } from './events.js';
import type {
  Answer, PresenceCount, PresenceDiff, PresenceSnapshot, ReadNotice, Reset, Signal, WatchedUser, Welcome, WireError,
} from './protocol.js';
import {
  readError, readHistoryPage, readPresenceCount, readPresenceDiff, readPresenceSnapshot, readReadNotice, readReset, readSignal, readWatchedUser, readWelcome,
} from './readers.js';
import { count, object, text, type JsonObject } from './shapes.js';

/** One frame of the server, sorted by who has to deal with it. */
export type Incoming =
  | { readonly kind: 'welcome'; readonly welcome: Welcome }
  | { readonly kind: 'answer'; readonly id: string; readonly answer: Answer }
  | { readonly kind: 'error'; readonly roomId: string | undefined; readonly error: WireError }
  /** `event` is undefined when its type is of a later protocol: it still has a place in the log, and takes it. */
  | { readonly kind: 'logged'; readonly roomId: string; readonly seq: number; readonly event: LoggedEvent | undefined }
  | { readonly kind: 'typing'; readonly roomId: string; readonly userId: string; readonly active: boolean }
  | { readonly kind: 'presence_snapshot'; readonly roomId: string; readonly snapshot: PresenceSnapshot }
  | { readonly kind: 'presence_diff'; readonly roomId: string; readonly diff: PresenceDiff }
  | { readonly kind: 'presence_count'; readonly roomId: string; readonly count: PresenceCount }
  | { readonly kind: 'presence_update'; readonly user: WatchedUser }
  | { readonly kind: 'read'; readonly roomId: string; readonly read: ReadNotice }
  | { readonly kind: 'signal'; readonly roomId: string; readonly signal: Signal }
  | { readonly kind: 'reset'; readonly roomId: string; readonly reset: Reset }
  /** Not of the log: the connection hears nothing of the room any more, since its credentials do not reach it. */
  | { readonly kind: 'confined'; readonly roomId: string; readonly userId: string }
  | { readonly kind: 'draining'; readonly reconnectAfterMs: number | undefined }
  /** Well formed, but nothing that this version knows: passed over, as the protocol asks. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'malformed'; readonly reason: string };

export function decode(frame: unknown): Incoming {
  if (typeof frame !== 'string') return malformed('a binary frame');
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return malformed('not JSON');
  }
  const message = object(parsed);
  const type = text(message?.['type']);
  if (message === undefined || type === undefined) return malformed('not a message');
  return sort(message, type) ?? malformed(`a ${type.slice(0, 32)} of the wrong shape`);
}

function sort(message: JsonObject, type: string): Incoming | undefined {
  const roomId = text(message['room_id']);
  const seq = count(message['seq']);
  if (roomId !== undefined && seq !== undefined && !isAnswer(type)) {
    return { kind: 'logged', roomId, seq, event: readLogged(message) };
  }
  switch (type) {
    case 'welcome': return when(readWelcome(message['data']), welcome => ({ kind: 'welcome', welcome }));
    case 'ack': return answer(message, { type: 'ack', data: object(message['data']) ?? {} });
    case 'pong': return answer(message, { type: 'pong' });
    case 'history': return when(readHistoryPage(message['data']), page => answer(message, { type: 'history', page }));
    case 'error': return when(readError(message['error']), error =>
      answer(message, { type: 'error', error }) ?? { kind: 'error', roomId, error });
    case 'typing': return typing(message, roomId);
    case 'presence': return presence(message, roomId);
    case 'system': return system(message, roomId);
    case 'leave': return confined(message, roomId);
    default: return { kind: 'unknown', type };
  }
}

function isAnswer(type: string): boolean {
  return type === 'ack' || type === 'error' || type === 'history' || type === 'pong';
}

function answer(message: JsonObject, answer: Answer): Incoming | undefined {
  return when(text(message['id']), id => ({ kind: 'answer', id, answer }));
}

function confined(message: JsonObject, roomId: string | undefined): Incoming | undefined {
  const userId = text(message['user_id']);
  // Of a channel.
  if (roomId === undefined || userId === undefined) return { kind: 'unknown', type: 'leave' };
  return { kind: 'confined', roomId, userId };
}

function typing(message: JsonObject, roomId: string | undefined): Incoming | undefined {
  const userId = text(message['user_id']);
  const event = message['event'];
  if (roomId === undefined || userId === undefined || (event !== 'start' && event !== 'stop')) return undefined;
  return { kind: 'typing', roomId, userId, active: event === 'start' };
}

function presence(message: JsonObject, roomId: string | undefined): Incoming | undefined {
  const { event } = message;
  // Of somebody who is watched, in no room.
  if (event === 'update') return when(readWatchedUser(message['user_id'], message['data']), user => ({ kind: 'presence_update', user }));
  if (roomId === undefined) return undefined;
  switch (event) {
    case 'snapshot':
      return when(readPresenceSnapshot(message['data']), snapshot =>
        // With an id it answers our question; without, it is the server's own first word on the room.
        answer(message, { type: 'presence', snapshot }) ?? { kind: 'presence_snapshot', roomId, snapshot });
    case 'count':
      return when(readPresenceCount(message['data']), count => ({ kind: 'presence_count', roomId, count }));
    case 'diff':
      return when(readPresenceDiff(message['data']), diff => ({ kind: 'presence_diff', roomId, diff }));
    default:
      return { kind: 'unknown', type: 'presence' };
  }
}

function system(message: JsonObject, roomId: string | undefined): Incoming | undefined {
  switch (message['event']) {
    case 'reset':
      if (roomId === undefined) return undefined;
      return when(readReset(message['data']), reset => ({ kind: 'reset', roomId, reset }));
    case 'read':
      if (roomId === undefined) return undefined;
      return when(readReadNotice(message), read => ({ kind: 'read', roomId, read }));
    case 'signal':
      if (roomId === undefined) return undefined;
      return when(readSignal(message), signal => ({ kind: 'signal', roomId, signal }));
    case 'draining':
      return { kind: 'draining', reconnectAfterMs: count(object(message['data'])?.['reconnect_after_ms']) };
    default:
      return { kind: 'unknown', type: 'system' };
  }
}

function when<T>(value: T | undefined, make: (value: T) => Incoming | undefined): Incoming | undefined {
  return value === undefined ? undefined : make(value);
}

function malformed(reason: string): Incoming {
  return { kind: 'malformed', reason };
}
