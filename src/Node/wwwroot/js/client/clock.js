import { platform } from './platform.js';
/**
 * The wall clock, and on purpose not the monotonic one: that stands still while a laptop sleeps, and a message
 * tried before the sleep would then look young enough to be tried again (send-queue.ts).
 */
export const systemClock = {
    now: () => Date.now(),
    schedule(delayMs, run) {
        const handle = platform.setTimeout(run, delayMs);
        return () => platform.clearTimeout(handle);
    },
};
