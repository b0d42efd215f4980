import type { Clock } from './clock.js';

/** The server ends it after 5 s by itself; a second more is for a `stop` that got lost. */
const shownMs = 6_000;

/** One `start` holds for 5 s at the server, so that one every 3 s keeps it alive with one to spare for delay. */
const repeatMs = 3_000;

/** Who is typing in one room. */
export class TypingView {
  readonly #clock: Clock;
  readonly #changed: (users: readonly string[]) => void;
  readonly #expiries = new Map<string, () => void>();

  constructor(clock: Clock, changed: (users: readonly string[]) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** In the order in which they began. */
  get users(): readonly string[] {
    return [...this.#expiries.keys()];
  }

  started(userId: string): void {
    const known = this.#expiries.get(userId);
    known?.();
    this.#expiries.set(userId, this.#clock.schedule(shownMs, () => this.stopped(userId)));
    if (known === undefined) this.#changed(this.users);
  }

  stopped(userId: string): void {
    const expiry = this.#expiries.get(userId);
    if (expiry === undefined) return;
    expiry();
    this.#expiries.delete(userId);
    this.#changed(this.users);
  }

  clear(): void {
    if (this.#expiries.size === 0) return;
    for (const expiry of this.#expiries.values()) expiry();
    this.#expiries.clear();
    this.#changed(this.users);
  }
}

/** Our own typing, told to the room: called at each keystroke, it says so every few seconds only. */
export class TypingNotifier {
  readonly #clock: Clock;
  readonly #notify: (event: 'start' | 'stop') => void;
  #toldAt: number | undefined;

  constructor(clock: Clock, notify: (event: 'start' | 'stop') => void) {
    this.#clock = clock;
    this.#notify = notify;
  }

  start(): void {
    const now = this.#clock.now();
    if (this.#toldAt !== undefined && Math.abs(now - this.#toldAt) < repeatMs) return;
    this.#toldAt = now;
    this.#notify('start');
  }

  stop(): void {
    if (this.#toldAt === undefined) return;
    this.#toldAt = undefined;
    this.#notify('stop');
  }

  /** Over without a word: a published message says it, and so does a lost connection. */
  forget(): void {
    this.#toldAt = undefined;
  }
}
