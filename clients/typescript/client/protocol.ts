// Every message of protocol version 1 that this client speaks, as it stands on the wire: field names are the
// protocol's, snake_case, and times are RFC 3339 text. `incoming.ts` turns what arrives into these types. What a room's log
// holds stands in `events.ts`.

import type { RoomMessage } from './events.js';
import type { Permission, Role } from './room-info.js';

export type PresenceStatus = 'online' | 'away' | 'busy' | 'offline';

/** A place in a room's log. The epoch names the log itself: a lost log that starts anew gets another. */
export interface Position {
  readonly seq: number;
  readonly epoch?: string;
}

// ---- what a client sends ------------------------------------------------------------------------------------------

export interface JoinRequest {
  readonly type: 'join';
  readonly id: string;
  readonly room_id: string;
  readonly since?: number;
  readonly epoch?: string;
  readonly data?: { readonly invite: string };
}

export interface LeaveRequest {
  readonly type: 'leave';
  readonly id: string;
  readonly room_id: string;
  readonly data?: { readonly membership: true };
}

export interface PublishRequest {
  readonly type: 'message';
  readonly id: string;
  readonly room_id: string;
  readonly data: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly thread_id?: string;
  readonly content_type?: string;
}

/** What is done to a message that is in the log. */
export interface ChangeRequest {
  readonly type: 'message';
  readonly event: 'edited' | 'deleted' | 'reaction_added' | 'reaction_removed' | 'pinned' | 'unpinned';
  readonly id: string;
  readonly room_id: string;
  readonly data: { readonly message_id: string; readonly reaction?: string; readonly data?: unknown };
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly content_type?: string;
}

export interface ModerateRequest {
  readonly type: 'moderate';
  readonly event: 'ban' | 'unban' | 'mute' | 'unmute' | 'kick' | 'warn' | 'role' | 'permissions' | 'add';
  readonly id: string;
  readonly room_id: string;
  readonly data: {
    readonly user_id: string;
    readonly reason?: string;
    readonly until?: string;
    readonly duration_s?: number;
    readonly role?: Role;
    readonly granted?: readonly Permission[];
    readonly revoked?: readonly Permission[];
  };
}

/** What goes into a room's log, and may be tried again under its id. */
export type LoggedRequest = PublishRequest | ChangeRequest | ModerateRequest;

export interface ReadRequest {
  readonly type: 'read';
  readonly id: string;
  readonly room_id: string;
  readonly data: { readonly seq: number };
}

export interface SignalRequest {
  readonly type: 'signal';
  readonly id: string;
  readonly room_id: string;
  readonly data: { readonly to: string; readonly [field: string]: unknown };
}

export interface TypingNotice {
  readonly type: 'typing';
  readonly event: 'start' | 'stop';
  readonly room_id: string;
}

export interface PresenceUpdate {
  readonly type: 'presence';
  readonly id: string;
  readonly data: OwnPresence;
}

export interface PresenceQuery {
  readonly type: 'presence';
  readonly event: 'get';
  readonly id: string;
  readonly room_id: string;
}

/** From now on, or no longer, the connection is told how these users are. */
export interface WatchRequest {
  readonly type: 'presence';
  readonly event: 'watch' | 'unwatch';
  readonly id: string;
  readonly data: { readonly users: readonly string[] };
}

export interface HistoryRequest {
  readonly type: 'history';
  readonly id: string;
  readonly room_id: string;
  readonly data: HistoryQuery;
}

export interface ResumeRequest {
  readonly type: 'resume';
  readonly id: string;
  readonly data: { readonly positions: Readonly<Record<string, Position>> };
}

/** Goes on with a newer token of the same user. */
export interface RefreshRequest {
  readonly type: 'refresh';
  readonly id: string;
  readonly data: { readonly token: string };
}

export interface PingRequest {
  readonly type: 'ping';
  readonly id: string;
}

/** Everything with an id is answered once; a typing notice is not. */
export type Request =
  | JoinRequest | LeaveRequest | LoggedRequest | ReadRequest | SignalRequest | PresenceUpdate | PresenceQuery | WatchRequest
  | HistoryRequest | ResumeRequest | RefreshRequest | PingRequest;

export type ClientMessage = Request | TypingNotice;

export interface OwnPresence {
  readonly status: PresenceStatus;
  readonly custom_status?: string;
  /** What this user is doing, in up to 128 characters. */
  readonly activity?: string;
  /** What this connection is from. */
  readonly device?: 'mobile' | 'desktop' | 'tablet' | 'web';
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Newest first, unless `after_seq` is given. */
export interface HistoryQuery {
  /** 1 to 200. */
  readonly limit?: number | undefined;
  readonly before_seq?: number | undefined;
  readonly after_seq?: number | undefined;
  readonly thread_id?: string | undefined;
  readonly user_id?: string | undefined;
  readonly search?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

// ---- what a server sends ------------------------------------------------------------------------------------------

export interface Welcome {
  readonly connection_id: string;
  readonly session_id: string;
  readonly resume_token: string;
  readonly user_id: string;
  readonly node_id: string;
  /** The server's heartbeat, in seconds. */
  readonly heartbeat_s: number;
  /** In bytes of UTF-8. */
  readonly max_message_size: number;
  readonly resumed: boolean;
  /** The rooms that a resumed session is in. */
  readonly rooms: readonly string[];
  /** Seconds until the connection ends with its credentials; missing where these last. */
  readonly expires_in_s?: number;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retry_after_ms?: number;
  readonly [detail: string]: unknown;
}

/** The one answer to a request. */
export type Answer =
  | { readonly type: 'ack'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: 'error'; readonly error: WireError }
  | { readonly type: 'pong' }
  | { readonly type: 'history'; readonly page: HistoryPage }
  | { readonly type: 'presence'; readonly snapshot: PresenceSnapshot };

export interface JoinAck {
  /** Head of the log after the join. */
  readonly seq: number;
  readonly epoch: string;
  /** Oldest event that is kept. */
  readonly first_seq: number;
  readonly recovered: boolean;
  readonly role?: Role;
  readonly member_count?: number;
}

export interface PublishAck {
  readonly seq: number;
  readonly message_id: string;
  readonly timestamp: string;
}

/** What became of one room of a resumed session. */
export type ResumedRoom =
  | { readonly recovered: boolean; readonly seq: number; readonly epoch: string; readonly first_seq: number }
  | { readonly error: WireError };

export interface HistoryPage {
  /** One row for each message, as it is now. */
  readonly messages: readonly RoomMessage[];
  readonly has_more: boolean;
  /** What this page looked at; the next older page is `before_seq: first_seq`. */
  readonly first_seq: number;
  readonly last_seq: number;
}

export interface PresenceEntry {
  readonly user_id: string;
  readonly status: PresenceStatus;
  readonly custom_status?: string;
  readonly activity?: string;
  /** `mobile`, `desktop`, `tablet`, `web`. */
  readonly devices?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Somebody who is watched, in a room with us or not. */
export interface WatchedUser extends PresenceEntry {
  /** Until when who is `offline` could be seen; missing where that is not known. */
  readonly last_seen?: string;
}

export interface PresenceSnapshot {
  readonly version: number;
  /** Nobody, where there are too many to be named. */
  readonly users: readonly PresenceEntry[];
  /** How many there are. */
  readonly count: number;
}

/** Follows the version before it; `offline` takes a user off the list. */
export interface PresenceDiff {
  readonly version: number;
  readonly changes: readonly PresenceEntry[];
}

/** In place of a diff, where there are too many to be named. It is the whole: one that was missed is not missing. */
export interface PresenceCount {
  readonly version: number;
  readonly count: number;
}

/** The log cannot be continued from where the listener stood; the next event is `seq` + 1. */
export interface Reset {
  readonly epoch: string;
  readonly seq: number;
  readonly first_seq: number;
}

/** How far a member has read. */
export interface ReadNotice {
  readonly user_id: string;
  readonly seq: number;
}

/** What a member handed to us and to nobody else. */
export interface Signal {
  readonly user_id: string;
  readonly data: Readonly<Record<string, unknown>>;
}
