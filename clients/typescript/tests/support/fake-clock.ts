import type { Clock } from '../../client/clock.js';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer: Timer = { due: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter(other => other !== timer); };
  }

  /** Milliseconds to the earliest timer. */
  get untilNext(): number | undefined {
    const dues = this.#timers.map(timer => timer.due);
    return dues.length === 0 ? undefined : Math.min(...dues) - this.#now;
  }

  /** Runs what falls due, in the order of time, promises settled in between as in a real event loop. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turn();
    for (;;) {
      const next = this.#timers.filter(timer => timer.due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter(timer => timer !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
      await turn();
    }
    this.#now = end;
  }
}

/** Lets every promise that can settle do so. */
export function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
