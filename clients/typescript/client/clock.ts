import { platform } from './platform.js';

/** Time as the library sees it. Tests bring their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;

  /** Runs once, `delayMs` from now; the function handed back calls it off. */
  schedule(delayMs: number, run: () => void): () => void;
}

/**
 * The wall clock, and on purpose not the monotonic one: that stands still while a laptop sleeps, and a message
 * tried before the sleep would then look young enough to be tried again (send-queue.ts).
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const handle = platform.setTimeout(run, delayMs);
    return () => platform.clearTimeout(handle);
  },
};
