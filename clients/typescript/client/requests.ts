import type { Clock } from './clock.js';
import type { Answer, Request } from './protocol.js';

/** How one try of a request ended. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** No answer in time; the connection is still open, and the answer may yet come. */
  | { readonly kind: 'timed_out' }
  /** The connection ended first: the server may have carried it out or not. */
  | { readonly kind: 'lost' }
  /** There was no connection to send it on. */
  | { readonly kind: 'unsent' };

interface Pending {
  readonly settle: (outcome: Outcome) => void;
  readonly cancelTimeout: () => void;
}

/**
 * The requests under way on the current connection, by id.
 *
 * Callbacks, not promises: frames that follow an answer may be read in the same turn of the event loop, before a
 * promise's continuation would run. A room has to have taken its position from the join's ack by then.
 */
export class Requests {
  readonly #transmit: (request: Request) => boolean;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #pending = new Map<string, Pending>();

  /** `transmit` says whether there was a connection to send on. */
  constructor(transmit: (request: Request) => boolean, clock: Clock, timeoutMs: number) {
    this.#transmit = transmit;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Sends, and calls `settle` exactly once. */
  ask(request: Request, settle: (outcome: Outcome) => void): void {
    if (!this.#transmit(request)) {
      settle({ kind: 'unsent' });
      return;
    }
    const cancelTimeout = this.#clock.schedule(this.#timeoutMs, () => this.#settle(request.id, { kind: 'timed_out' }));
    this.#pending.set(request.id, { settle, cancelTimeout });
  }

  /** False when nobody waits for it: a second answer to a request that was tried twice. */
  answered(id: string, answer: Answer): boolean {
    return this.#settle(id, { kind: 'answered', answer });
  }

  /** The connection is gone, and its answers with it. */
  lost(): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id, { kind: 'lost' });
  }

  #settle(id: string, outcome: Outcome): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined) return false;
    this.#pending.delete(id);
    pending.cancelTimeout();
    pending.settle(outcome);
    return true;
  }
}
