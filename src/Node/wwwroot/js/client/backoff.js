/** A node that dies sends thousands of clients away at once: half a second spreads the first wave, 20 s the last. */
export const defaultBackoff = { firstMs: 500, capMs: 20_000 };
/**
 * Full jitter: a wait drawn evenly from [0, min(cap, first · 2^n)). Drawing from the whole range, and not around its
 * end, is what keeps many clients from coming back in waves (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
export class Backoff {
    #bounds;
    #random;
    #tries = 0;
    /** `random` gives numbers in [0, 1). */
    constructor(bounds, random) {
        this.#bounds = bounds;
        this.#random = random;
    }
    /** Tries since the last reset. */
    get tries() {
        return this.#tries;
    }
    /** The next wait, in whole milliseconds. */
    next() {
        // 2^30 is past any cap, and keeps the power from growing to Infinity.
        const ceiling = Math.min(this.#bounds.capMs, this.#bounds.firstMs * 2 ** Math.min(this.#tries, 30));
        this.#tries += 1;
        return Math.floor(this.#random() * ceiling);
    }
    reset() {
        this.#tries = 0;
    }
}
