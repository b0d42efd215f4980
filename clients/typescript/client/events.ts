// What stands in a room's log, as it is delivered: a closed set by `type` and `event`, each with its own `data`.

import type { Permission, Role, RoomSettings } from './room-info.js';

interface Logged {
  /** `{epoch}-{seq}`: unique, and the same on every node. */
  readonly id: string;
  readonly room_id: string;
  /** Who did it. */
  readonly user_id: string;
  readonly seq: number;
  readonly timestamp: string;
}

/** How many gave a message this reaction, and some of them by name. */
export interface Reaction {
  readonly count: number;
  readonly user_ids: readonly string[];
}

/** A message. What became of it stands in those that history gives; live ones are told of by later events. */
export interface RoomMessage extends Logged {
  readonly type: 'message';
  readonly event?: undefined;
  /** As written last; undefined for one that was deleted. */
  readonly data: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly thread_id?: string;
  readonly content_type?: string;
  readonly edited_at?: string;
  readonly edited_by?: string;
  readonly reactions?: Readonly<Record<string, Reaction>>;
  readonly pinned?: true;
  readonly deleted?: true;
  readonly deleted_by?: string;
}

/** What something was done to. */
interface Target {
  readonly message_id: string;
  readonly message_seq: number;
}

export interface MessageEdited extends Logged {
  readonly type: 'message';
  readonly event: 'edited';
  readonly data: Target & {
    readonly data: unknown;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly content_type?: string;
  };
}

export interface MessageMarked extends Logged {
  readonly type: 'message';
  readonly event: 'deleted' | 'pinned' | 'unpinned';
  readonly data: Target;
}

export interface MessageReaction extends Logged {
  readonly type: 'message';
  readonly event: 'reaction_added' | 'reaction_removed';
  readonly data: Target & { readonly reaction: string };
}

/** What becomes of a message that is in the log. */
export type MessageChange = MessageEdited | MessageMarked | MessageReaction;

export interface MemberJoined extends Logged {
  readonly type: 'join';
  readonly data: { readonly role?: Role };
}

/** Membership was given up. */
export interface MemberLeft extends Logged {
  readonly type: 'leave';
}

export interface MemberModerated extends Logged {
  readonly type: 'system';
  readonly event: 'ban' | 'unban' | 'mute' | 'unmute' | 'kick' | 'warn' | 'role' | 'permissions' | 'member_added';
  readonly data: {
    /** To whom. */
    readonly user_id: string;
    readonly reason?: string;
    /** When a ban or a mute ends; absent where it does not. */
    readonly until?: string;
    /** Of `role` and `member_added`. */
    readonly role?: Role;
    /** Of `permissions`: all that the member may beyond the role, and all that is taken away. */
    readonly granted?: readonly Permission[];
    readonly revoked?: readonly Permission[];
  };
}

export interface RoomChanged extends Logged {
  readonly type: 'system';
  readonly event: 'room_created' | 'room_updated';
  /** All settings. */
  readonly data: RoomSettings;
}

export interface RoomStatusChanged extends Logged {
  readonly type: 'system';
  readonly event: 'room_archived' | 'room_restored' | 'room_locked' | 'room_unlocked' | 'room_deleted';
  readonly data: { readonly reason?: string };
}

export interface OwnershipTransferred extends Logged {
  readonly type: 'system';
  readonly event: 'ownership_transferred';
  /** The new owner. */
  readonly data: { readonly user_id: string };
}

export interface InviteChanged extends Logged {
  readonly type: 'system';
  readonly event: 'invite_created' | 'invite_revoked';
}

/** Something that this version does not know, or an entry that the server could not read. */
export interface UnknownEvent extends Logged {
  readonly type: 'unknown';
  /** Its type and event: `system/anniversary`. */
  readonly name: string;
  readonly data?: unknown;
}

export type LoggedEvent =
  | RoomMessage | MessageChange | MemberJoined | MemberLeft | MemberModerated | RoomChanged | RoomStatusChanged
  | OwnershipTransferred | InviteChanged | UnknownEvent;

/** True for a message of its own, false for what is done to one. */
export function isMessage(event: LoggedEvent): event is RoomMessage {
  return event.type === 'message' && event.event === undefined;
}

export function isMessageChange(event: LoggedEvent): event is MessageChange {
  return event.type === 'message' && event.event !== undefined;
}
