import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Emitter } from './emitter.js';
import { StreamingError } from './errors.js';
import type { Incoming } from './incoming.js';
import { at } from './position.js';
import { PresenceView } from './presence.js';
import type {
  HistoryPage, HistoryQuery, LoggedEvent, Position, PresenceEntry, PresenceSnapshot, PublishAck, PublishRequest,
  ResumedRoom,
} from './protocol.js';
import type { RequestIds } from './request-ids.js';
import type { Requests } from './requests.js';
import { RoomQueries } from './room-queries.js';
import type { JoinOptions, Room, RoomEvents, RoomState, SendOptions } from './room.js';
import type { SendQueue } from './send-queue.js';
import { Subscription } from './subscription.js';
import { TypingNotifier, TypingView } from './typing.js';

/** What a room needs of its client. */
export interface RoomHost {
  readonly requests: Requests;
  readonly queue: SendQueue;
  readonly ids: RequestIds;
  readonly clock: Clock;
  backoff(): Backoff;
  userId(): string | undefined;
  maxMessageBytes(): number;
  notifyTyping(roomId: string, event: 'start' | 'stop'): void;
  /** Connects if need be; says whether there is a connection by now on which rooms are joined. */
  connected(): boolean;
  /** The room is over. */
  forget(room: LiveRoom): void;
}

/** A {@link Room} as the client sees it: its parts, and what connections do to them. */
export class LiveRoom implements Room {
  readonly id: string;
  readonly #host: RoomHost;
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #presence = new PresenceView();
  readonly #typing: TypingView;
  readonly #ownTyping: TypingNotifier;
  readonly #queries: RoomQueries;
  #state: RoomState = { name: 'new' };
  #subscription: Subscription | undefined;
  #joined: Resolvers<Room> | undefined;
  /** What happened before the one who awaits `join` could attach a listener. */
  #held: (() => void)[] | undefined = [];
  #presenceAsked = false;

  constructor(id: string, host: RoomHost) {
    this.id = id;
    this.#host = host;
    this.#typing = new TypingView(host.clock, users => this.#emitter.emit('typing', users));
    this.#ownTyping = new TypingNotifier(host.clock, event => host.notifyTyping(id, event));
    this.#queries = new RoomQueries(host.requests, host.clock, () => host.backoff());
  }

  get state(): RoomState {
    return this.#state;
  }

  get position(): Position | undefined {
    return this.#subscription?.position;
  }

  get presence(): readonly PresenceEntry[] {
    return this.#presence.users;
  }

  get typing(): readonly string[] {
    return this.#typing.users;
  }

  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  // ---- what the application asks for ------------------------------------------------------------------------------

  join(options: JoinOptions = {}): Promise<Room> {
    if (this.#state.name === 'closed') return Promise.reject(this.#state.error);
    if (this.#joined !== undefined) return this.#joined.promise;
    const { requests, ids, clock } = this.#host;
    this.#subscription = new Subscription(
      { roomId: this.id, invite: options.invite, requests, ids, clock, backoff: this.#host.backoff() },
      options.since === undefined ? undefined : at(options.since, options.epoch),
      {
        live: ack => this.#live(ack === undefined),
        reset: reset => this.#tell(() => this.#emitter.emit('reset', reset)),
        refused: error => this.close(error),
      });
    this.#joined = withResolvers<Room>();
    this.#become({ name: 'joining' });
    if (this.#host.connected()) this.connect();
    return this.#joined.promise;
  }

  async send(data: unknown, options: SendOptions = {}): Promise<PublishAck> {
    this.#mustBeJoined();
    this.#ownTyping.forget();
    const { id, ...rest } = options;
    const request = { type: 'message', id: id ?? this.#host.ids.next(), room_id: this.id, data, ...rest };
    // A copy, for it may wait: what the application changes meanwhile is not what was sent. Throws on what is not JSON.
    return this.#host.queue.send(JSON.parse(JSON.stringify(request)) as PublishRequest);
  }

  async history(query: HistoryQuery = {}): Promise<HistoryPage> {
    this.#mustBeJoined();
    const id = this.#host.ids.next();
    const answer = await this.#queries.ask({ type: 'history', id, room_id: this.id, data: query });
    if (answer.type !== 'history') throw StreamingError.badAnswer();
    return answer.page;
  }

  startTyping(): void {
    if (this.#state.name === 'live') this.#ownTyping.start();
  }

  stopTyping(): void {
    this.#ownTyping.stop();
  }

  leave(options: { readonly membership?: boolean } = {}): Promise<void> {
    if (this.#state.name === 'closed') return Promise.resolve();
    const { requests, ids } = this.#host;
    this.close(StreamingError.left(this.id));
    // However it ends: without a connection there is nothing to leave, and a resumed session is told on its return.
    const membership = options.membership === true ? { data: { membership: true } as const } : {};
    return new Promise(resolve => {
      requests.ask({ type: 'leave', id: ids.next(), room_id: this.id, ...membership }, () => resolve());
    });
  }

  // ---- what connections bring -------------------------------------------------------------------------------------

  /** A connection is there that knows nothing of this room. */
  connect(): void {
    this.#subscription?.join();
  }

  /** A connection is there that holds our session. */
  resume(room: ResumedRoom | undefined): void {
    this.#subscription?.resumed(room);
  }

  /** The connection is gone. */
  suspend(): void {
    if (this.#state.name !== 'live' && this.#state.name !== 'joining') return;
    this.#subscription?.suspend();
    this.#queries.pause();
    this.#ownTyping.forget();
    this.#typing.clear();
    this.#presence.outdated();
    if (this.#state.name === 'live') this.#become({ name: 'joining' });
  }

  receive(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'logged': return this.#logged(incoming.seq, incoming.event);
      case 'reset': return this.#subscription?.reset(incoming.reset);
      case 'typing': return this.#typed(incoming.userId, incoming.active);
      case 'presence_snapshot': return this.#showPresence(incoming.snapshot);
      case 'presence_diff':
        switch (this.#presence.apply(incoming.diff)) {
          case 'changed': return this.#showPresence();
          case 'gap': return this.#askPresence();
          case 'old': return;
        }
    }
  }

  close(error: StreamingError): void {
    if (this.#state.name === 'closed') return;
    this.#subscription?.end();
    this.#release();
    this.#typing.clear();
    this.#host.forget(this);
    this.#queries.end(error);
    this.#host.queue.end(this.id, error);
    this.#become({ name: 'closed', error });
    this.#joined?.reject(error);
  }

  #live(resumed: boolean): void {
    this.#host.queue.open(this.id, this.#host.maxMessageBytes());
    this.#queries.open();
    if (resumed) this.#askPresence();
    if (this.#state.name !== 'joining') return; // A gap was mended; nobody need know.
    this.#become({ name: 'live' });
    this.#joined?.resolve(this);
    // A promise's continuations run before the next timer, so that by then the joiner listens.
    if (this.#held !== undefined) this.#host.clock.schedule(0, () => this.#release());
  }

  #tell(what: () => void): void {
    if (this.#held !== undefined) this.#held.push(what);
    else what();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const what of held) what();
  }

  #logged(seq: number, event: LoggedEvent | undefined): void {
    if (this.#subscription?.admit(seq) === true && event !== undefined) this.#tell(() => this.#deliver(event));
  }

  #deliver(event: LoggedEvent): void {
    if (event.type === 'message') this.#typing.stopped(event.user_id);
    this.#emitter.emit('event', event);
    if (event.type === 'message' && event.event === undefined) this.#emitter.emit('message', event);
  }

  #typed(userId: string, active: boolean): void {
    if (userId === this.#host.userId()) return;
    if (active) this.#typing.started(userId);
    else this.#typing.stopped(userId);
  }

  #showPresence(snapshot?: PresenceSnapshot): void {
    if (snapshot !== undefined) this.#presence.replace(snapshot);
    this.#tell(() => this.#emitter.emit('presence', this.presence));
  }

  #askPresence(): void {
    if (this.#presenceAsked) return;
    const { requests, ids } = this.#host;
    this.#presenceAsked = true;
    requests.ask({ type: 'presence', event: 'get', id: ids.next(), room_id: this.id }, outcome => {
      this.#presenceAsked = false;
      // Anything else than an answer: the next diff that does not fit asks again, and so does the next connection.
      if (outcome.kind !== 'answered' || outcome.answer.type !== 'presence') return;
      this.#showPresence(outcome.answer.snapshot);
    });
  }

  #mustBeJoined(): void {
    if (this.#state.name === 'closed') throw this.#state.error;
    if (this.#state.name === 'new') throw StreamingError.notJoined(this.id);
  }

  #become(state: RoomState): void {
    this.#state = state;
    this.#emitter.emit('state', state);
  }
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: StreamingError) => void;
}

/** `Promise.withResolvers`, which Node.js 20 does not have. */
function withResolvers<T>(): Resolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
}
