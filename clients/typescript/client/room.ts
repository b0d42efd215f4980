import type { StreamingError } from './errors.js';
import type { LoggedEvent, RoomMessage } from './events.js';
import type {
  HistoryPage, HistoryQuery, Position, PresenceEntry, PublishAck, ReadNotice, Reset, Signal,
} from './protocol.js';
import type { RoomActions } from './room-actions.js';
import type { Role } from './room-info.js';

/** Where this client stands with a room. */
export type RoomState =
  /** Not asked for yet. */
  | { readonly name: 'new' }
  /** Asked for; or the connection is gone, and the room will be picked up where it was. */
  | { readonly name: 'joining' }
  /** Events flow. */
  | { readonly name: 'live' }
  /** Over: left, refused by the server, removed from it, or the client was closed. */
  | { readonly name: 'closed'; readonly error: StreamingError };

export interface RoomEvents {
  /** A message of its own: each once, in the order of its seq, whatever happens to connections meanwhile. */
  message: RoomMessage;
  /** Every event of the log, messages and what is done to them included. */
  event: LoggedEvent;
  /** Who is here, whenever that changes. */
  presence: readonly PresenceEntry[];
  /** The user ids of the others who are typing, whenever that changes. */
  typing: readonly string[];
  /** The log could not be continued without a break. What follows starts at `seq` + 1; what is shown may be stale. */
  reset: Reset;
  /** Another member has read so far. */
  read: ReadNotice;
  /** Something was handed to us and to nobody else. */
  signal: Signal;
  /** What was written has to wait (slow mode, a rate limit); it goes out by itself. */
  held: Held;
  state: RoomState;
}

export interface Held {
  /** `slow_mode`, `rate_limited`, `unavailable` … */
  readonly code: string;
  /** The next try, in milliseconds since the Unix epoch. */
  readonly retryAt: number;
}

export interface JoinOptions {
  /** Every event after this seq that is kept comes first; 0 asks for all of them. Without it, only what is new. */
  readonly since?: number | undefined;
  /** The epoch that `since` belongs to, if known: as `room.position` gave it. */
  readonly epoch?: string | undefined;
  /** For a private room. */
  readonly invite?: string | undefined;
}

export interface SendOptions {
  readonly thread_id?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly content_type?: string | undefined;
  /** An id of the application's own, 1 to 64 characters: the same id within 5 minutes is the same message. */
  readonly id?: string | undefined;
}

/** One room, through every connection. */
export interface Room extends Pick<RoomActions, keyof RoomActions> {
  readonly id: string;
  readonly state: RoomState;

  /** The last event delivered; hand it to a later `join` to go on from there. */
  readonly position: Position | undefined;
  /** Those who are here, by name; nobody where they are too many to be named. */
  readonly presence: readonly PresenceEntry[];
  /** How many are here. */
  readonly present: number;
  readonly typing: readonly string[];

  /** Our role here, as far as it is known: told by the join, and followed through the events. */
  readonly role: Role | undefined;

  /** Listens until the function handed back is called. */
  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void;

  /** Becomes a member and follows the room. Settles once: with the room when events flow, or with the refusal. */
  join(options?: JoinOptions): Promise<Room>;

  /**
   * Logs and delivers a message. Offline it waits in the queue; a try that gets no answer is repeated under the same
   * id. Fails with a {@link StreamingError}.
   */
  send(data: unknown, options?: SendOptions): Promise<PublishAck>;

  /** A page of the log, messages only. Survives a reconnect. */
  history(query?: HistoryQuery): Promise<HistoryPage>;

  /** Tells the others how far we have read; call it as often as that changes. Only ever goes forward. */
  markRead(seq: number): void;

  /** Hands `data` to the connections of one member, at most once. Fails when that cannot be done now. */
  signal(to: string, data: Readonly<Record<string, unknown>>): Promise<void>;

  /** Call it at every keystroke: the room is told every few seconds only. Sending ends it. */
  startTyping(): void;
  stopTyping(): void;

  /** Stops following; with `membership`, gives that up too. What still waits to be sent fails with `left`. */
  leave(options?: { readonly membership?: boolean }): Promise<void>;
}
