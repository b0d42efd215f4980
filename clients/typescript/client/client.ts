import { Backoff, defaultBackoff } from './backoff.js';
import { systemClock, type Clock } from './clock.js';
import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { Credentials } from './credentials.js';
import { StreamingError } from './errors.js';
import type { Incoming } from './incoming.js';
import { LiveRoom, type RoomHost } from './live-room.js';
import { platformNetwork, type NetworkSignal } from './network.js';
import type { StreamingClientOptions } from './options.js';
import type { OwnPresence, WatchedUser, Welcome } from './protocol.js';
import { randomPrefix, RequestIds } from './request-ids.js';
import { Requests } from './requests.js';
import type { JoinOptions, Room } from './room.js';
import { Rooms } from './rooms.js';
import { SendQueue } from './send-queue.js';
import { platformWebSocket } from './socket.js';
import type { ClientState } from './states.js';
import { Watches } from './watches.js';

/** Something the server said that no promise is there to hear. */
export interface Problem {
  /** The protocol's code; `malformed` for a frame that is not of the protocol, which is passed over. */
  readonly code: string;
  readonly message: string;
  readonly roomId?: string;
}

export interface ClientEvents {
  state: ClientState;
  /** How many messages wait for their ack. */
  queue: number;
  problem: Problem;
}

/**
 * A client of the rooms server. Connects when first asked to join, keeps itself connected, and picks up every room
 * where it was. Nothing that was acked is lost and nothing is delivered twice, whatever happens to the network.
 */
export class StreamingClient {
  readonly #options: StreamingClientOptions;
  readonly #emitter = new Emitter<ClientEvents>();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ids: RequestIds;
  readonly #requests: Requests;
  readonly #queue: SendQueue;
  readonly #rooms: Rooms;
  readonly #watches: Watches;
  readonly #connection: Connection;
  readonly #credentials: Credentials;
  readonly #network: NetworkSignal;
  readonly #host: RoomHost;
  #ignoreNetwork: (() => void) | undefined;
  #welcome: Welcome | undefined;
  #presence: OwnPresence | undefined;

  constructor(options: StreamingClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#network = options.network ?? platformNetwork;
    this.#ids = new RequestIds(options.requestIdPrefix ?? randomPrefix());
    this.#connection = new Connection(
      {
        address: resumeToken => this.#credentials.address(resumeToken),
        isRenewable: options.getToken !== undefined,
        webSocket: options.webSocket ?? platformWebSocket(),
        clock: this.#clock,
        backoff: this.#backoff(),
        random: this.#random,
        connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
        ping: () => this.#ping(),
      },
      {
        changed: state => this.#changed(state),
        welcomed: welcome => this.#welcomed(welcome),
        received: incoming => this.#received(incoming),
        ended: () => this.#ended(),
      });
    const timeoutMs = options.requestTimeoutMs ?? 10_000;
    this.#requests = new Requests(request => this.#connection.send(request), this.#clock, timeoutMs);
    this.#credentials = new Credentials({
      options, requests: this.#requests, ids: this.#ids, clock: this.#clock, problem: error => this.#problem(error),
    });
    this.#queue = new SendQueue({
      requests: this.#requests,
      clock: this.#clock,
      backoff: () => this.#backoff(),
      limit: options.queueLimit ?? 500,
      changed: waiting => this.#emitter.emit('queue', waiting),
      held: (roomId, error, retryInMs) => this.#rooms.get(roomId)?.hold(error, retryInMs),
    });
    this.#rooms = new Rooms(this.#requests, this.#ids, reason => this.#connection.abandon(reason));
    this.#watches = new Watches({
      requests: this.#requests, ids: this.#ids, clock: this.#clock, backoff: this.#backoff(), problem: error => this.#problem(error),
    });
    this.#host = this.#hostOfRooms();
  }

  get state(): ClientState {
    return this.#connection.state;
  }

  /** As the server knows this user; undefined before the first welcome. */
  get userId(): string | undefined {
    return this.#welcome?.user_id;
  }

  /** Messages waiting for their ack. */
  get queued(): number {
    return this.#queue.waiting;
  }

  /** Listens until the function handed back is called. */
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Connects, if it is closed. Joining does so too. */
  connect(): void {
    this.#connection.start();
  }

  /** Cuts a wait short; asks an open connection whether it still is one. For a page that is looked at again. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** The room of this id; the same one until it is closed. Lets listeners be there before `room.join()`. */
  room(roomId: string): Room {
    const known = this.#rooms.get(roomId);
    if (known !== undefined) return known;
    const room = new LiveRoom(roomId, this.#host);
    this.#rooms.add(room);
    return room;
  }

  /** Short for `room(roomId).join(options)`. Events come to listeners attached when this settles, none is missed. */
  join(roomId: string, options?: JoinOptions): Promise<Room> {
    return this.room(roomId).join(options);
  }

  /** This user's status, in every room; told again to each new connection. */
  setPresence(presence: OwnPresence): void {
    this.#presence = presence;
    this.#tellPresence();
  }

  /**
   * Has the listener told how a user is, in a room with us or not: when it is known, and whenever it changes, on this connection and every later one.
   * Ends when the function handed back is called. That a connection may watch no more users comes as a `problem`.
   */
  watch(userId: string, listener: (user: WatchedUser) => void): () => void {
    this.#connection.start();
    return this.#watches.add(userId, listener);
  }

  /** Ends every room and whatever still waits, with the code `closed`. */
  close(): void {
    this.#connection.stop();
  }

  // ---- what the connection tells ----------------------------------------------------------------------------------

  #changed(state: ClientState): void {
    if (state.name === 'connecting') {
      this.#ignoreNetwork ??= this.#network(online => {
        if (online) this.#connection.retryNow();
        else this.#connection.doubt();
      });
    }
    if (state.name === 'closed') {
      this.#ignoreNetwork?.();
      this.#ignoreNetwork = undefined;
    }
    this.#emitter.emit('state', state);
    if (state.name === 'closed') this.#endAll(StreamingError.closed(state.cause));
  }

  #welcomed(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#credentials.hold(welcome.expires_in_s);
    this.#rooms.restore(welcome);
    this.#watches.restore();
    this.#tellPresence();
  }

  #ended(): void {
    this.#credentials.release();
    // Lanes before requests: a message whose answer is lost must find its lane paused, or it would go out at once.
    this.#queue.pause();
    this.#rooms.suspend();
    this.#watches.suspend();
    this.#requests.lost();
  }

  #received(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'answer': {
        const heard = this.#requests.answered(incoming.id, incoming.answer);
        // Nobody waits for a typing notice or a presence update, but a refusal of theirs is worth knowing.
        if (!heard && incoming.answer.type === 'error') this.#problem(incoming.answer.error);
        return;
      }
      case 'error': return this.#problem(incoming.error, incoming.roomId);
      case 'malformed': return this.#problem({ code: 'malformed', message: incoming.reason });
      case 'unknown': return;
      case 'presence_update': return this.#watches.receive(incoming.user);
      case 'logged':
      case 'typing':
      case 'presence_snapshot':
      case 'presence_diff':
      case 'presence_count':
      case 'read':
      case 'signal':
      case 'confined':
      case 'reset': return this.#rooms.get(incoming.roomId)?.receive(incoming);
      // Dealt with by the connection itself.
      case 'welcome':
      case 'draining': return;
    }
  }

  #problem(error: { readonly code: string; readonly message: string }, roomId?: string): void {
    const { code, message } = error;
    this.#emitter.emit('problem', roomId === undefined ? { code, message } : { code, message, roomId });
  }

  // ---- small things -----------------------------------------------------------------------------------------------

  #endAll(error: StreamingError): void {
    this.#rooms.closeAll(error);
    this.#queue.endAll(error);
  }

  #ping(): void {
    // Whatever comes back proves the connection, so nobody has to wait for this very answer.
    this.#connection.send({ type: 'ping', id: this.#ids.next() });
  }

  #tellPresence(): void {
    if (this.#presence === undefined) return;
    this.#connection.send({ type: 'presence', id: this.#ids.next(), data: this.#presence });
  }

  #backoff(): Backoff {
    return new Backoff(this.#options.backoff ?? defaultBackoff, this.#random);
  }

  #hostOfRooms(): RoomHost {
    return {
      requests: this.#requests,
      queue: this.#queue,
      ids: this.#ids,
      clock: this.#clock,
      backoff: () => this.#backoff(),
      userId: () => this.userId,
      maxMessageBytes: () => this.#welcome?.max_message_size ?? 0,
      notifyTyping: (roomId, event) => void this.#connection.send({ type: 'typing', event, room_id: roomId }),
      connected: () => {
        this.#connection.start();
        return this.#rooms.ready;
      },
      forget: room => this.#rooms.remove(room),
    };
  }
}
