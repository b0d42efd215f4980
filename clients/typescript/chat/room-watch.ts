import type { LoggedEvent, Room, RoomMessage, Signal, StreamingClient, StreamingError } from '../client/index.js';
import { ReadPlace } from './read-place.js';
import { Unread } from './unread.js';

/** Unread messages are counted exactly up to here. */
const most = 100;

export interface WatchEvents {
  changed(): void;
  /** The room is over for us, or never let us in. */
  over(error: StreamingError): void;
  signal(signal: Signal): void;
}

/** How a room is gone into. */
export interface Entry {
  readonly invite?: string | undefined;
  readonly read?: number | undefined;
}

/** One room that this page is in, looked at or not: counts what is unread there. */
export class RoomWatch {
  readonly roomId: string;
  readonly unread: Unread;
  readonly #client: StreamingClient;
  readonly #user: () => string;
  readonly #events: WatchEvents;
  readonly #place: ReadPlace;
  readonly #readElsewhere: number | undefined;
  /** As its managers call it, where they do. */
  #name: string | undefined;
  #room: Room;
  #off: (() => void)[] = [];
  /** Looked at right now: what comes is read as it comes. */
  #looking = false;
  #entered = false;
  #counted = false;
  #people = new Set<string>();

  /** `entry.read` is how far the user has read by other devices, where that is known. */
  constructor(client: StreamingClient, user: () => string, roomId: string, entry: Entry, events: WatchEvents) {
    this.roomId = roomId;
    this.#client = client;
    this.#user = user;
    this.#events = events;
    this.unread = new Unread(() => events.changed());
    this.#place = new ReadPlace(user(), roomId);
    this.#readElsewhere = entry.read;
    this.#room = client.room(roomId);
    this.enter(entry.invite);
  }

  get room(): Room {
    return this.#room;
  }

  get name(): string | undefined {
    return this.#name;
  }

  set name(name: string | undefined) {
    if (name === this.#name) return;
    this.#name = name;
    this.#events.changed();
  }

  /** In a room of two, the other. */
  get partner(): string | undefined {
    return [...this.#people].find(user => user !== this.#user());
  }

  /** Goes in, for the first time or after the connection was closed for good; then what was missed comes first. */
  enter(invite?: string): Room {
    const { position } = this.#room;
    for (const off of this.#off) off();
    const room = (this.#room = this.#client.room(this.roomId));
    this.#off = [
      room.on('event', event => this.#happened(event)),
      room.on('presence', users => this.meet(users.map(user => user.user_id))),
      room.on('signal', signal => this.#events.signal(signal)),
      room.on('state', state => {
        if (state.name === 'live') {
          this.#entered = true;
          void this.#count();
        }
        // Closed with the whole connection: once there is something to come back to, the bar says so and offers that.
        if (state.name === 'closed' && (state.error.code !== 'closed' || !this.#entered)) this.#events.over(state.error);
      }),
    ];
    // How it ends, its state says.
    room.join({ since: position?.seq, epoch: position?.epoch, invite }).catch(() => {});
    return room;
  }

  meet(users: readonly string[]): void {
    const before = this.#people.size;
    for (const user of users) this.#people.add(user);
    if (this.#people.size !== before && before < 2) this.#events.changed();
  }

  /** Whether somebody looks at the newest of the room. */
  look(looking: boolean): void {
    this.#looking = looking;
    if (!looking) return;
    this.unread.read();
    this.#read();
  }

  dispose(): void {
    for (const off of this.#off) off();
    this.#off = [];
  }

  forget(): void {
    this.dispose();
    this.#place.forget();
  }

  #happened(event: LoggedEvent): void {
    if (event.type === 'message') this.meet([event.user_id]);
    if (event.type === 'system' && event.event === 'room_updated') this.name = event.data.name;
    if (this.#looking) this.#read();
    else if (isNews(event, this.#user())) this.unread.came(event.seq);
  }

  #read(): void {
    const { position } = this.#room;
    if (position === undefined) return;
    this.#place.mark(position);
    this.#room.markRead(position.seq);
  }

  /** What came since this device was last here: looked for once, by a page of history. */
  async #count(): Promise<void> {
    const head = this.#room.position;
    if (this.#counted || head === undefined) return;
    this.#counted = true;
    const seen = this.#place.in(head.epoch) ?? this.#readElsewhere;
    if (seen === undefined) {
      // Never here before: everything is old news.
      this.#place.mark(head);
      return;
    }
    if (seen >= head.seq) return;
    try {
      const page = await this.#room.history({ after_seq: seen, limit: most });
      const news = page.messages.filter(message => message.seq <= head.seq && isNews(message, this.#user()));
      this.unread.found(news.map(message => message.seq), page.has_more && page.messages.length >= most);
      // Read as it was found, by who looks already; the line of what is new stays.
      if (this.#looking) this.unread.read();
    } catch {
      // Without history nothing is known to be unread.
    }
  }
}

function isNews(event: LoggedEvent, me: string): event is RoomMessage {
  return event.type === 'message' && event.event === undefined && event.user_id !== me && event.deleted !== true;
}
