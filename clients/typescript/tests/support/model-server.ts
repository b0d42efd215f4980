import type { Clock } from '../../client/clock.js';
import type { WebSocketFactory } from '../../client/socket.js';
import { FakeSocket, type Frame } from './fake-server.js';

/** What goes wrong, each as a chance in [0, 1). */
export interface Faults {
  /** The connection breaks when a frame, either way, is on it. That frame is lost, and all behind it. */
  readonly cut: number;
  /** A frame is lost and the connection stays: worse than any network, but how a bug of the server would look. */
  readonly lose: number;
  /** A frame comes twice: as bad, the other way. */
  readonly double: number;
  /** A message is refused for now. */
  readonly refuse: number;
  /** A session is forgotten before it can be resumed. */
  readonly forget: number;
}

interface Session {
  readonly user: string;
  readonly rooms: Set<string>;
}

interface Peer {
  readonly socket: FakeSocket;
  readonly session: Session;
  readonly user: string;
  /** Subscribed and, after a resume, past its answer. */
  readonly live: Set<string>;
  resuming: boolean;
}

/**
 * The protocol's server in a page: one room's log, sessions, request ids known again, over connections that break at
 * random. Everything happens on the clock and by the random numbers it is given, so that a seed replays exactly.
 */
export class ModelServer {
  readonly log: Frame[] = [];
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #peers = new Set<Peer>();
  readonly #sessions = new Map<string, Session>();
  readonly #known = new Map<string, Frame>();
  #tokens = 0;
  faults: Faults;

  constructor(clock: Clock, random: () => number, faults: Faults) {
    this.#clock = clock;
    this.#random = random;
    this.faults = faults;
  }

  readonly webSocket: WebSocketFactory = url => {
    const socket = new FakeSocket(url, '');
    const query = new URL(url).searchParams;
    this.#later(() => this.#accept(socket, query.get('user_id') ?? 'guest', query.get('resume_token')));
    return socket;
  };

  cutAll(): void {
    for (const peer of [...this.#peers]) this.#cut(peer);
  }

  #accept(socket: FakeSocket, user: string, token: string | null): void {
    if (socket.closedWith !== undefined) return;
    const known = token === null || this.#chance('forget') ? undefined : this.#sessions.get(token);
    if (token !== null) this.#sessions.delete(token);
    const session: Session = known ?? { user, rooms: new Set() };
    for (const other of [...this.#peers]) if (other.session === session) this.#peers.delete(other);
    const next = `t${++this.#tokens}`;
    this.#sessions.set(next, session);
    const peer: Peer = { socket, session, user, live: new Set(), resuming: known !== undefined };
    this.#peers.add(peer);
    const send = socket.send.bind(socket);
    socket.send = text => { send(text); this.#arriving(peer, socket.inbox.pop()!); };
    this.#to(peer, { type: 'welcome', data: { resume_token: next, user_id: user, heartbeat_s: 30, resumed: peer.resuming, rooms: [...session.rooms] } });
  }

  #arriving(peer: Peer, frame: Frame): void {
    if (this.#chance('cut')) return this.#cut(peer);
    if (this.#chance('lose')) return;
    this.#later(() => { if (this.#peers.has(peer)) this.#handle(peer, frame); });
  }

  #handle(peer: Peer, frame: Frame): void {
    const answer = (data: Frame): void => this.#to(peer, { type: 'ack', id: frame['id'], data });
    switch (frame['type']) {
      case 'join': {
        const since = frame['since'] as number | undefined;
        peer.session.rooms.add('lobby');
        answer({ seq: this.log.length, epoch: 'e1', first_seq: 1, recovered: true });
        this.#replay(peer, since ?? this.log.length);
        return;
      }
      case 'resume': {
        const positions = frame['data'].positions as Record<string, { seq: number }>;
        peer.resuming = false;
        const rooms = [...peer.session.rooms].map(room => [room, { recovered: true, seq: this.log.length, epoch: 'e1', first_seq: 1 }]);
        answer({ rooms: Object.fromEntries(rooms) });
        for (const room of peer.session.rooms) this.#replay(peer, positions[room]?.seq ?? this.log.length);
        return;
      }
      case 'message': {
        const key = `${peer.user} ${frame['id']}`;
        const known = this.#known.get(key);
        if (known !== undefined) return answer(known);
        if (this.#chance('refuse')) {
          const error = { code: 'rate_limited', message: '', retryable: true, retry_after_ms: Math.floor(this.#random() * 500) };
          return this.#to(peer, { type: 'error', id: frame['id'], error });
        }
        const event = {
          type: 'message', id: `e1-${this.log.length + 1}`, room_id: 'lobby', user_id: peer.user, data: frame['data'],
          seq: this.log.length + 1, timestamp: new Date(this.#clock.now()).toISOString(),
        };
        this.log.push(event);
        const ack = { seq: event.seq, message_id: event.id, timestamp: event.timestamp };
        this.#known.set(key, ack);
        // Some see the event before its ack, some after.
        const ackFirst = this.#random() < 0.5;
        if (ackFirst) answer(ack);
        for (const other of [...this.#peers]) if (other.live.has('lobby')) this.#to(other, event);
        if (!ackFirst) answer(ack);
        return;
      }
      case 'presence':
        return this.#to(peer, { type: 'presence', event: 'snapshot', room_id: 'lobby', id: frame['id'], data: { version: 1, users: [] } });
      case 'ping':
        return this.#to(peer, { type: 'pong', id: frame['id'] });
    }
  }

  #replay(peer: Peer, since: number): void {
    peer.live.add('lobby');
    for (const event of this.log.slice(since)) this.#to(peer, event);
  }

  /** In order, and at once: what is on its way when the connection breaks is lost by `cut`. */
  #to(peer: Peer, frame: Frame): void {
    if (!this.#peers.has(peer)) return;
    if (this.#chance('cut')) return this.#cut(peer);
    if (this.#chance('lose')) return;
    peer.socket.deliver(frame);
    if (this.#chance('double')) peer.socket.deliver(frame);
  }

  #cut(peer: Peer): void {
    if (!this.#peers.delete(peer)) return;
    // The two ends learn of it at different times.
    this.#later(() => peer.socket.drop());
  }

  #chance(fault: keyof Faults): boolean {
    return this.#random() < this.faults[fault];
  }

  #later(run: () => void): void {
    this.#clock.schedule(1 + Math.floor(this.#random() * 40), run);
  }
}
