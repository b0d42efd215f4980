import type { Clock } from './clock.js';
import type { Outcome } from './requests.js';

/** Who scrolls through a hundred messages tells the room once a second how far they are, not a hundred times. */
const everyMs = 1_000;

/** How far we have read in one room: only ever forward, the latest place told soon, and again on a new connection. */
export class ReadMarker {
  readonly #clock: Clock;
  readonly #tell: (seq: number, settle: (outcome: Outcome) => void) => void;
  #wanted = 0;
  #told = 0;
  #open = false;
  #resting = false;

  /** `tell` sends the marker and says how that ended. */
  constructor(clock: Clock, tell: (seq: number, settle: (outcome: Outcome) => void) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  mark(seq: number): void {
    if (seq <= this.#wanted) return;
    this.#wanted = seq;
    this.#next();
  }

  /** The room is there on this connection. */
  open(): void {
    this.#open = true;
    this.#next();
  }

  pause(): void {
    this.#open = false;
  }

  /** The room's log is another one, and its places say nothing of the old. */
  forget(): void {
    this.#wanted = this.#told = 0;
  }

  #next(): void {
    if (!this.#open || this.#resting || this.#wanted <= this.#told) return;
    const seq = this.#wanted;
    this.#resting = true;
    this.#clock.schedule(everyMs, () => {
      this.#resting = false;
      this.#next();
    });
    this.#tell(seq, outcome => {
      const said = outcome.kind === 'answered';
      // A refusal that will not change is no reason to ask on and on.
      if (said && (outcome.answer.type !== 'error' || !outcome.answer.error.retryable)) this.#told = Math.max(this.#told, seq);
    });
  }
}
