import { RoomsApi, StreamingClient, type Signal, type StreamingError } from '../client/index.js';
import { socketAddress } from './address-bar.js';
import { isDirect } from './names.js';
import { recentRooms, unvisited } from './recent-rooms.js';
import { RoomWatch, type Entry } from './room-watch.js';
import type { RoomLine } from './rooms-panel.js';
import { recall, remember } from './storage.js';

/** What tells the other side of a room of two that there is one. */
const directSignal = 'direct';

export interface SessionEvents {
  /** The rooms, or what is unread in them. */
  changed(): void;
  /** A room is over for us. */
  over(roomId: string, error: StreamingError): void;
}

/** One person on this page: the connection, and the rooms they are in. */
export class Session {
  readonly name: string;
  readonly client: StreamingClient;
  readonly api: RoomsApi;
  readonly #events: SessionEvents;
  readonly #watches = new Map<string, RoomWatch>();
  #current: string | undefined;
  #looked = false;

  constructor(name: string, events: SessionEvents) {
    this.name = name;
    this.#events = events;
    this.client = new StreamingClient({ url: socketAddress(), userId: name });
    this.api = new RoomsApi({ url: socketAddress(), userId: name });
  }

  get me(): string {
    return this.client.userId ?? this.name;
  }

  get rooms(): readonly RoomLine[] {
    return [...this.#watches.values()].map(watch => ({
      roomId: watch.roomId, title: this.titleOf(watch.roomId), unread: watch.unread.words, current: watch.roomId === this.#current,
    }));
  }

  /** Unread messages of rooms other than the one that is looked at. */
  get unreadElsewhere(): number {
    return [...this.#watches.values()].reduce((sum, watch) => sum + (watch.roomId === this.#current ? 0 : watch.unread.count), 0);
  }

  /** The room's name, or its id; of a room of two, the name of the other. */
  titleOf(roomId: string): string {
    const watch = this.#watches.get(roomId);
    if (!isDirect(roomId)) return watch?.name ?? roomId;
    return watch?.partner ?? recall('device', `direct.${this.name}.${roomId}`) ?? 'A room of two';
  }

  /** Into the room that is to be looked at, and, behind it, the others of before. */
  open(roomId: string, invite?: string): RoomWatch {
    this.#current = roomId;
    const watch = this.#watches.get(roomId) ?? this.#watch(roomId, { invite });
    if (watch.room.state.name === 'closed') watch.enter(invite);
    for (const other of recentRooms(this.name)) if (!this.#watches.has(other)) this.#watch(other);
    void this.#lookForDirects();
    this.#events.changed();
    return watch;
  }

  /** Back into every room, after the connection was closed for good. */
  again(): void {
    for (const watch of this.#watches.values()) if (watch.room.state.name === 'closed') watch.enter();
  }

  /** Nothing is looked at. */
  leaveScreen(): void {
    this.#current = undefined;
  }

  /** Off the list: followed no more, though still a member. */
  drop(roomId: string): void {
    const watch = this.#watches.get(roomId);
    this.#watches.delete(roomId);
    unvisited(this.name, roomId);
    watch?.forget();
    void watch?.room.leave();
    this.#events.changed();
  }

  /** The room of two with somebody; they are told, if they are here. */
  async direct(user: string, from: RoomWatch): Promise<string> {
    const roomId = await this.api.openDirect(user);
    remember('device', `direct.${this.name}.${roomId}`, user);
    from.room.signal(user, { kind: directSignal, room_id: roomId }).catch(() => {});
    return roomId;
  }

  close(): void {
    for (const watch of this.#watches.values()) watch.dispose();
    this.client.close();
  }

  /** Rooms of two in which somebody has written while this page was not there to be told; once, and as far as the server tells. */
  async #lookForDirects(): Promise<void> {
    if (this.#looked) return;
    this.#looked = true;
    const unread = await this.api.unread(this.name).catch(() => []);
    for (const { room_id, unread: count, read_seq = 0 } of unread) {
      if (count > 0 && isDirect(room_id) && !this.#watches.has(room_id)) this.#watch(room_id, { read: read_seq });
    }
    this.#events.changed();
  }

  #watch(roomId: string, entry: Entry = {}): RoomWatch {
    const watch = new RoomWatch(this.client, () => this.me, roomId, entry, {
      changed: () => this.#events.changed(),
      over: error => this.#over(roomId, error),
      signal: signal => void this.#signalled(signal),
    });
    this.#watches.set(roomId, watch);
    return watch;
  }

  #over(roomId: string, error: StreamingError): void {
    this.#watches.get(roomId)?.forget();
    this.#watches.delete(roomId);
    unvisited(this.name, roomId);
    this.#events.over(roomId, error);
    this.#events.changed();
  }

  /** Somebody says that they opened the room of two with us: the server is asked whether it is theirs, and ours. */
  async #signalled({ user_id, data }: Signal): Promise<void> {
    const roomId = data['room_id'];
    if (data['kind'] !== directSignal || typeof roomId !== 'string' || !isDirect(roomId) || this.#watches.has(roomId)) return;
    const members = await this.api.members(roomId).then(page => page.members, () => []);
    if (!members.some(member => member.user_id === user_id) || this.#watches.has(roomId)) return;
    remember('device', `direct.${this.name}.${roomId}`, user_id);
    // All that is written there is news.
    this.#watch(roomId, { read: 0 });
    this.#events.changed();
  }
}
