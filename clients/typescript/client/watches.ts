import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Emitter } from './emitter.js';
import type { WatchedUser, WireError } from './protocol.js';
import { readWatchedUsers } from './readers.js';
import type { RequestIds } from './request-ids.js';
import type { Outcome, Requests } from './requests.js';

/** That one request may name. */
const maxUsers = 100;

interface Watch {
  readonly emitter: Emitter<{ told: WatchedUser }>;
  listeners: number;
  last: WatchedUser | undefined;
}

/** What watching takes of the client. */
export interface WatchHost {
  readonly requests: Requests;
  readonly ids: RequestIds;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly problem: (error: WireError) => void;
}

/**
 * The users whom the application watches, in a room with us or not. Each connection is asked for all of them; what was known stays until the
 * server says otherwise.
 */
export class Watches {
  readonly #host: WatchHost;
  readonly #watches = new Map<string, Watch>();
  /** What is to be said of these is not said yet: one request for all that is asked for in the same turn. */
  readonly #changed = new Set<string>();
  readonly #failed = new Set<string>();
  /** Watched by the session, as far as it was told, and not any more by us: a resume brings them back. */
  readonly #dropped = new Set<string>();
  #connected = false;
  #cancelRetry: (() => void) | undefined;

  constructor(host: WatchHost) {
    this.#host = host;
  }

  /** Listens until the function handed back is called. */
  add(userId: string, listener: (user: WatchedUser) => void): () => void {
    const watch = this.#watches.get(userId) ?? this.#begin(userId);
    const ignore = watch.emitter.on('told', listener);
    watch.listeners++;
    let ended = false;
    if (watch.last !== undefined) {
      void Promise.resolve().then(() => {
        if (!ended && watch.last !== undefined) listener(watch.last);
      });
    }
    return () => {
      if (ended) return;
      ended = true;
      ignore();
      if (--watch.listeners > 0) return;
      this.#watches.delete(userId);
      this.#change([userId]);
    };
  }

  /** A new connection: it knows of none, or of those of its session, and is told all either way, since changes may have been missed. */
  restore(): void {
    this.#connected = true;
    this.#host.backoff.reset();
    this.#changed.clear();
    this.#change([...new Set([...this.#dropped, ...this.#watches.keys()])]);
    this.#dropped.clear();
  }

  suspend(): void {
    this.#connected = false;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#failed.clear();
  }

  receive(user: WatchedUser): void {
    const watch = this.#watches.get(user.user_id);
    if (watch === undefined) return;
    watch.last = user;
    watch.emitter.emit('told', user);
  }

  #begin(userId: string): Watch {
    const watch = { emitter: new Emitter<{ told: WatchedUser }>(), listeners: 0, last: undefined };
    this.#watches.set(userId, watch);
    this.#change([userId]);
    return watch;
  }

  #change(userIds: readonly string[]): void {
    if (!this.#connected) for (const userId of userIds) this.#watches.has(userId) ? this.#dropped.delete(userId) : this.#dropped.add(userId);
    if (!this.#connected || userIds.length === 0) return;
    if (this.#changed.size === 0) void Promise.resolve().then(() => this.#tell());
    for (const userId of userIds) this.#changed.add(userId);
  }

  #tell(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (!this.#connected) return;
    this.#ask('unwatch', changed.filter(userId => !this.#watches.has(userId)));
    this.#ask('watch', changed.filter(userId => this.#watches.has(userId)));
  }

  #ask(event: 'watch' | 'unwatch', userIds: readonly string[]): void {
    for (let from = 0; from < userIds.length; from += maxUsers) {
      const users = userIds.slice(from, from + maxUsers);
      this.#host.requests.ask({ type: 'presence', event, id: this.#host.ids.next(), data: { users } }, outcome =>
        this.#asked(event, users, outcome));
    }
  }

  #asked(event: 'watch' | 'unwatch', userIds: readonly string[], outcome: Outcome): void {
    // The next connection is asked for all of them.
    if (outcome.kind === 'lost' || outcome.kind === 'unsent') {
      if (event === 'unwatch') for (const userId of userIds) this.#dropped.add(userId);
      return;
    }
    const answer = outcome.kind === 'answered' ? outcome.answer : undefined;
    if (answer?.type === 'ack') {
      for (const user of readWatchedUsers(answer.data)) this.receive(user);
    } else if (answer?.type === 'error' && !answer.error.retryable) {
      this.#host.problem(answer.error);
    } else {
      this.#retry(userIds, answer?.type === 'error' ? answer.error.retry_after_ms : undefined);
    }
  }

  #retry(userIds: readonly string[], afterMs: number | undefined): void {
    for (const userId of userIds) this.#failed.add(userId);
    // One wait for all: whoever fails during it goes with the others.
    this.#cancelRetry ??= this.#host.clock.schedule(afterMs ?? this.#host.backoff.next(), () => {
      this.#cancelRetry = undefined;
      this.#change([...this.#failed]);
      this.#failed.clear();
    });
  }
}
