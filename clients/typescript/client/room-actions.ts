import type { ChangeRequest, ModerateRequest, PublishAck } from './protocol.js';
import type { Permission, Role } from './room-info.js';

/** Where the event has its place in the log; null when there was nothing to change. */
export type ChangeAck = PublishAck | null;

export interface EditOptions {
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly content_type?: string | undefined;
}

export interface Restriction {
  readonly reason?: string | undefined;
  /** When it ends, as RFC 3339; without an end it lasts until it is taken back. */
  readonly until?: string | undefined;
  /** The same, in seconds from now. */
  readonly duration_s?: number | undefined;
}

export interface Reason {
  readonly reason?: string | undefined;
}

export interface PermissionChange {
  /** All that the member may beyond the role. */
  readonly granted?: readonly Permission[] | undefined;
  /** All that is taken away. */
  readonly revoked?: readonly Permission[] | undefined;
}

export type Change = Omit<ChangeRequest, 'id' | 'room_id'> | Omit<ModerateRequest, 'id' | 'room_id'>;

/**
 * What is done to messages and members of a room. Each is logged; offline it waits in the queue as a message does, and a
 * try that gets no answer is repeated under the same id. Fails with a StreamingError, such as `insufficient_role`.
 */
export abstract class RoomActions {
  /** The message says `data` from now on. */
  edit(messageId: string, data: unknown, options: EditOptions = {}): Promise<ChangeAck> {
    return this.change({ type: 'message', event: 'edited', data: { message_id: messageId, data }, ...present(options) });
  }

  /** Takes the message, and all that edits made of it, out of every later history, search and replay. */
  delete(messageId: string): Promise<ChangeAck> {
    return this.#mark('deleted', messageId);
  }

  /** `reaction`: 1 to 32 characters, most often an emoji. */
  react(messageId: string, reaction: string): Promise<ChangeAck> {
    return this.change({ type: 'message', event: 'reaction_added', data: { message_id: messageId, reaction } });
  }

  unreact(messageId: string, reaction: string): Promise<ChangeAck> {
    return this.change({ type: 'message', event: 'reaction_removed', data: { message_id: messageId, reaction } });
  }

  pin(messageId: string): Promise<ChangeAck> {
    return this.#mark('pinned', messageId);
  }

  unpin(messageId: string): Promise<ChangeAck> {
    return this.#mark('unpinned', messageId);
  }

  /** Ends the room on all connections of the user at once, and refuses joins. */
  ban(userId: string, restriction: Restriction = {}): Promise<ChangeAck> {
    return this.#moderate('ban', userId, restriction);
  }

  unban(userId: string, reason: Reason = {}): Promise<ChangeAck> {
    return this.#moderate('unban', userId, reason);
  }

  mute(userId: string, restriction: Restriction = {}): Promise<ChangeAck> {
    return this.#moderate('mute', userId, restriction);
  }

  unmute(userId: string, reason: Reason = {}): Promise<ChangeAck> {
    return this.#moderate('unmute', userId, reason);
  }

  /** Takes the user out of the room; they may come again. */
  kick(userId: string, reason: Reason = {}): Promise<ChangeAck> {
    return this.#moderate('kick', userId, reason);
  }

  warn(userId: string, reason: Reason = {}): Promise<ChangeAck> {
    return this.#moderate('warn', userId, reason);
  }

  setRole(userId: string, role: Role, reason: Reason = {}): Promise<ChangeAck> {
    return this.#moderate('role', userId, { role, ...reason });
  }

  setPermissions(userId: string, change: PermissionChange): Promise<ChangeAck> {
    return this.#moderate('permissions', userId, change);
  }

  /** Makes the user a member. */
  addMember(userId: string, role?: Role): Promise<ChangeAck> {
    return this.#moderate('add', userId, { role });
  }

  protected abstract change(request: Change): Promise<ChangeAck>;

  #mark(event: 'deleted' | 'pinned' | 'unpinned', messageId: string): Promise<ChangeAck> {
    return this.change({ type: 'message', event, data: { message_id: messageId } });
  }

  #moderate(event: ModerateRequest['event'], userId: string, more: object): Promise<ChangeAck> {
    return this.change({ type: 'moderate', event, data: { user_id: userId, ...present(more) } });
  }
}

/** Without what is undefined. */
function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
