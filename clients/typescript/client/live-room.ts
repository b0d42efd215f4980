import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Emitter } from './emitter.js';
import { StreamingError } from './errors.js';
import type { Incoming } from './incoming.js';
import { at } from './position.js';
import { PresenceView } from './presence.js';
import { isMessage, type LoggedEvent } from './events.js';
import type {
  HistoryPage, HistoryQuery, JoinAck, LoggedRequest, Position, PresenceEntry, PresenceSnapshot, PublishAck, Reset,
  ResumedRoom, WireError,
} from './protocol.js';
import { readChangeAck, readPublishAck } from './readers.js';
import { ReadMarker } from './read-marker.js';
import { removalOf } from './removal.js';
import type { RequestIds } from './request-ids.js';
import type { Requests } from './requests.js';
import { RoomActions, type Change, type ChangeAck } from './room-actions.js';
import type { Role } from './room-info.js';
import { RoomQueries } from './room-queries.js';
import { roleAfter } from './roles.js';
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
export class LiveRoom extends RoomActions implements Room {
  readonly id: string;
  readonly #host: RoomHost;
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #presence = new PresenceView();
  readonly #typing: TypingView;
  readonly #ownTyping: TypingNotifier;
  readonly #queries: RoomQueries;
  readonly #marker: ReadMarker;
  #state: RoomState = { name: 'new' };
  #subscription: Subscription | undefined;
  #joined: Resolvers<Room> | undefined;
  #role: Role | undefined;
  /** What happened before the one who awaits `join` could attach a listener. */
  #held: (() => void)[] | undefined = [];
  #presenceAsked = false;
  /** The log's head when this connection came into the room. */
  #head = 0;
  /** Which log we are in. */
  #epoch: string | undefined;

  constructor(id: string, host: RoomHost) {
    super();
    this.id = id;
    this.#host = host;
    this.#typing = new TypingView(host.clock, users => this.#emitter.emit('typing', users));
    this.#ownTyping = new TypingNotifier(host.clock, event => host.notifyTyping(id, event));
    this.#queries = new RoomQueries(host.requests, host.clock, () => host.backoff());
    this.#marker = new ReadMarker(host.clock, (seq, settle) =>
      host.requests.ask({ type: 'read', id: host.ids.next(), room_id: id, data: { seq } }, settle));
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

  get present(): number {
    return this.#presence.size;
  }

  get typing(): readonly string[] {
    return this.#typing.users;
  }

  get role(): Role | undefined {
    return this.#role;
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
        live: (head, ack) => this.#live(head, ack),
        reset: reset => this.#reset(reset),
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
    return this.#queue({ type: 'message', id: id ?? this.#host.ids.next(), room_id: this.id, data, ...rest }, readPublishAck);
  }

  protected override async change(change: Change): Promise<ChangeAck> {
    this.#mustBeJoined();
    return this.#queue({ ...change, id: this.#host.ids.next(), room_id: this.id }, readChangeAck);
  }

  markRead(seq: number): void {
    this.#marker.mark(seq);
  }

  async signal(to: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    this.#mustBeJoined();
    const id = this.#host.ids.next();
    await new Promise<void>((resolve, reject) => {
      this.#host.requests.ask({ type: 'signal', id, room_id: this.id, data: { ...data, to } }, outcome => {
        if (outcome.kind !== 'answered') reject(new StreamingError('timeout', 'No answer.', { roomId: this.id }));
        else if (outcome.answer.type === 'error') reject(StreamingError.refused(outcome.answer.error, this.id));
        else resolve();
      });
    });
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
    this.#marker.pause();
    this.#ownTyping.forget();
    this.#typing.clear();
    this.#presence.outdated();
    if (this.#state.name === 'live') this.#become({ name: 'joining' });
  }

  receive(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'logged': return this.#logged(incoming.seq, incoming.event);
      case 'confined':
        if (incoming.userId !== this.#host.userId()) return;
        return this.close(new StreamingError('forbidden', 'Your credentials do not allow this room any more.', { roomId: this.id }));
      case 'reset': return this.#subscription?.reset(incoming.reset);
      case 'typing': return this.#typed(incoming.userId, incoming.active);
      case 'read': return this.#tell(() => this.#emitter.emit('read', incoming.read));
      case 'signal': return this.#tell(() => this.#emitter.emit('signal', incoming.signal));
      case 'presence_snapshot': return this.#showPresence(incoming.snapshot);
      case 'presence_count':
        if (this.#presence.count(incoming.count) === 'changed') this.#showPresence();
        return;
      case 'presence_diff':
        switch (this.#presence.apply(incoming.diff)) {
          case 'changed': return this.#showPresence();
          case 'gap': return this.#askPresence();
          case 'old': return;
        }
    }
  }

  /** The room takes what was written later. */
  hold(error: WireError, retryInMs: number): void {
    this.#emitter.emit('held', { code: error.code, retryAt: this.#host.clock.now() + retryInMs });
  }

  close(error: StreamingError): void {
    if (this.#state.name === 'closed') return;
    this.#subscription?.end();
    this.#marker.pause();
    this.#release();
    this.#typing.clear();
    this.#host.forget(this);
    this.#queries.end(error);
    this.#host.queue.end(this.id, error);
    this.#become({ name: 'closed', error });
    this.#joined?.reject(error);
  }

  #reset(reset: Reset): void {
    if (reset.epoch !== this.#epoch) this.#marker.forget();
    this.#epoch = reset.epoch;
    this.#tell(() => this.#emitter.emit('reset', reset));
  }

  #queue<T>(request: object, read: (ack: unknown) => T | undefined): Promise<T> {
    // A copy, for it may wait: what the application changes meanwhile is not what was sent. Throws on what is not JSON.
    return this.#host.queue.send(JSON.parse(JSON.stringify(request)) as LoggedRequest, read);
  }

  #live(head: number, ack: JoinAck | undefined): void {
    this.#head = head;
    this.#role = ack?.role ?? this.#role;
    this.#epoch = this.position?.epoch;
    this.#marker.open();
    this.#host.queue.open(this.id, this.#host.maxMessageBytes());
    this.#queries.open();
    if (ack === undefined) this.#askPresence();
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
    const me = this.#host.userId();
    this.#role = roleAfter(event, me, this.#role);
    this.#emitter.emit('event', event);
    if (isMessage(event)) this.#emitter.emit('message', event);
    // One from before we came (back) in was overcome by that.
    const removal = event.seq > this.#head ? removalOf(event, me) : undefined;
    if (removal !== undefined) this.close(removal);
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
