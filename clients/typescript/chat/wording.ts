import type { Cause, ClientState, PresenceStatus, Role, StreamingError } from '../client/index.js';
import { momentOf, plural } from './format.js';

/** What the page says of a connection: a word for the header, and more for the bar while it is not there. */
export interface Standing {
  readonly label: string;
  readonly message: string;
  /** Seconds to the next try, where there is one to wait for. */
  readonly retryIn: number | undefined;
}

export function standingOf(state: ClientState, queued: number, online: boolean, now: number): Standing {
  const later = queued === 0 ? 'You can go on writing.' : `${plural(queued, 'message')} will go out when you are back.`;
  switch (state.name) {
    case 'open':
      return { label: 'Connected', message: '', retryIn: undefined };
    case 'connecting':
      return state.attempt === 1
        ? { label: 'Connecting', message: 'Connecting…', retryIn: undefined }
        : { label: 'Reconnecting', message: `Reconnecting… ${queued === 0 ? '' : later}`.trim(), retryIn: undefined };
    case 'waiting': {
      const retryIn = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
      return online
        ? { label: 'Reconnecting', message: `Connection interrupted. ${later}`, retryIn }
        : { label: 'Offline', message: `You are offline. ${later}`, retryIn };
    }
    case 'closed':
      return { label: 'Disconnected', message: whyClosed(state.cause), retryIn: undefined };
  }
}

const statuses: Record<PresenceStatus, string> = { online: 'Online', away: 'Away', busy: 'Busy', offline: 'Offline' };

/** How somebody is, or, without a connection, how they were when there was one. */
export function statusWords(status: PresenceStatus, stale: boolean): string {
  return stale ? `Last seen ${statuses[status].toLowerCase()}` : statuses[status];
}

/** How many are here, or were; nothing while that is not known yet. */
export function presentWords(people: number, stale: boolean): string {
  if (people === 0) return '';
  return `${plural(people, 'person', 'people')}${stale ? ' last seen here' : ''}`;
}

function whyClosed(cause: Cause | undefined): string {
  switch (cause?.code) {
    case undefined: return 'Disconnected.';
    case 4001: return 'This server wants you to sign in.';
    case 4003: return 'You were removed from this server.';
    case 4009: return 'This conversation goes on in another tab or device.';
    case 4010: return 'This name is open in too many places. Close one of them and try again.';
    default: return `The server closed the connection for good${cause?.reason ? `: ${cause.reason}` : ''}.`;
  }
}

/** Why one may not come in, for the start screen. */
export function whyNotIn(error: StreamingError, room: string): string {
  switch (error.code) {
    case 'closed': return whyClosed(causeOf(error));
    case 'room_not_found': return `There is no room called ${room}, and this server does not open new ones.`;
    case 'not_a_member': return `You are not a member of ${room} any more.`;
    case 'invite_invalid': return `${room} is private, or the invite is not valid any more. Ask somebody inside for a new one.`;
    case 'banned': return `You are banned from ${room}${endOf(error)}${reasonOf(error)}.`;
    case 'kicked': return `You were removed from ${room}${reasonOf(error)}. You may come back.`;
    case 'room_deleted': return `${room} was deleted.`;
    case 'left': return `You left ${room}.`;
    case 'room_locked': return `${room} is locked: nobody new comes in for now.`;
    case 'room_archived': return `${room} is archived.`;
    case 'room_full': return `${room} is full.`;
    case 'room_limit': return 'You are in as many rooms as this server allows.';
    default: return error.message;
  }
}

function causeOf(error: StreamingError): Cause | undefined {
  const { code, reason } = error.detail;
  return typeof code === 'number' && typeof reason === 'string' ? { code, reason } : undefined;
}

function endOf(error: StreamingError): string {
  const { until } = error.detail;
  return typeof until === 'string' ? ` until ${momentOf(new Date(until))}` : '';
}

function reasonOf(error: StreamingError): string {
  const { reason } = error.detail;
  return typeof reason === 'string' ? `: ${reason.replace(/\.$/, '')}` : '';
}

const roleNames: Readonly<Record<Role, string>> = {
  guest: 'a guest', member: 'a member', moderator: 'a moderator', admin: 'an admin', owner: 'the owner',
};

/** "a moderator", as in "ana made bob a moderator". */
export function roleWords(role: Role): string {
  return roleNames[role];
}

/** Why something that was asked for did not happen. */
export function whyNot(error: unknown): string {
  const { code } = error as StreamingError;
  switch (code) {
    case 'insufficient_role': case 'forbidden': return 'You may not do that here.';
    case 'room_locked': return 'This room is locked.';
    case 'room_archived': return 'This room is archived.';
    case 'room_full': return 'This room is full.';
    case 'message_not_found': return 'That message is not there any more.';
    case 'user_not_found': return 'That person is not in this room any more.';
    case 'room_not_found': return 'That room is not there any more.';
    case 'room_exists': return 'There is a room of that name already.';
    case 'feature_disabled': return 'This server does not offer that.';
    case 'rate_limited': case 'slow_mode': return 'That was a little fast. Try again in a moment.';
    case 'unavailable': case 'timeout': return 'The server cannot be reached right now. Try again in a moment.';
    case 'internal': return `Something went wrong at the server${traceOf(error as StreamingError)}.`;
    default: return whyNotSent(error);
  }
}

function traceOf(error: StreamingError): string {
  return typeof error.detail['trace_id'] === 'string' ? ` (${error.detail['trace_id']})` : '';
}

/** Why what was written waits. */
export function whyHeld(code: string, seconds: number): string {
  const soon = seconds <= 0 ? 'now' : `in ${seconds} s`;
  return code === 'slow_mode' ? `Slow mode: your message goes out ${soon}` : `The room is busy: your message goes out ${soon}`;
}

/** Why a message was not sent, under the message itself. */
export function whyNotSent(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  switch (code) {
    case 'content_rejected': return 'This room does not accept that message.';
    case 'message_too_large': return 'Too long for this server.';
    case 'queue_full': return 'Too many messages are waiting already.';
    case 'outcome_unknown': return 'The connection broke for too long: it may have arrived, or not.';
    case 'muted': return `You are muted here${endOf(error as StreamingError)}.`;
    case 'room_locked': return 'This room is locked.';
    case 'room_archived': return 'This room is archived.';
    case 'insufficient_role': return 'You may not write here.';
    case 'banned': case 'not_a_member': return 'You are not in this room any more.';
    case 'closed': case 'left': return 'Disconnected before it was sent.';
    default: return error instanceof Error ? error.message : 'Not sent.';
  }
}
