/**
 * The requests under way on the current connection, by id.
 *
 * Callbacks, not promises: frames that follow an answer may be read in the same turn of the event loop, before a
 * promise's continuation would run. A room has to have taken its position from the join's ack by then.
 */
export class Requests {
    #transmit;
    #clock;
    #timeoutMs;
    #pending = new Map();
    /** `transmit` says whether there was a connection to send on. */
    constructor(transmit, clock, timeoutMs) {
        this.#transmit = transmit;
        this.#clock = clock;
        this.#timeoutMs = timeoutMs;
    }
    get pending() {
        return this.#pending.size;
    }
    /** Sends, and calls `settle` exactly once. */
    ask(request, settle) {
        if (!this.#transmit(request)) {
            settle({ kind: 'unsent' });
            return;
        }
        const cancelTimeout = this.#clock.schedule(this.#timeoutMs, () => this.#settle(request.id, { kind: 'timed_out' }));
        this.#pending.set(request.id, { settle, cancelTimeout });
    }
    /** False when nobody waits for it: a second answer to a request that was tried twice. */
    answered(id, answer) {
        return this.#settle(id, { kind: 'answered', answer });
    }
    /** The connection is gone, and its answers with it. */
    lost() {
        for (const id of [...this.#pending.keys()])
            this.#settle(id, { kind: 'lost' });
    }
    #settle(id, outcome) {
        const pending = this.#pending.get(id);
        if (pending === undefined)
            return false;
        this.#pending.delete(id);
        pending.cancelTimeout();
        pending.settle(outcome);
        return true;
    }
}
