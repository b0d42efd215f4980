/** Slow enough for a phone that changes cells, fast enough that a person still waits. */
const answerMs = 10_000;
/**
 * Notices a connection that died without saying so. The server's ping frames keep the server informed but are not
 * shown to a page, so a client that has heard nothing for a while asks for a pong of its own.
 */
export class Heartbeat {
    #clock;
    #ping;
    #silent;
    #idleMs = 0;
    #lastHeard = 0;
    #answered = false;
    #cancel;
    /** `silent` is called once when a ping stays without any answer. */
    constructor(clock, ping, silent) {
        this.#clock = clock;
        this.#ping = ping;
        this.#silent = silent;
    }
    start(idleMs) {
        this.#idleMs = idleMs;
        this.heard();
        this.#watch(idleMs);
    }
    /** Any frame proves the connection, so that only an idle one is ever asked. */
    heard() {
        this.#lastHeard = this.#clock.now();
        this.#answered = true;
    }
    /** Asks now: something (the network changed, the machine woke) makes the connection doubtful. */
    probe(waitMs = answerMs) {
        if (this.#cancel === undefined)
            return;
        this.#cancel();
        this.#answered = false;
        this.#cancel = this.#clock.schedule(waitMs, () => {
            if (this.#answered)
                this.#watch(this.#idleMs);
            else {
                this.stop();
                this.#silent();
            }
        });
        this.#ping();
    }
    stop() {
        this.#cancel?.();
        this.#cancel = undefined;
    }
    #watch(waitMs) {
        this.#cancel?.();
        this.#cancel = this.#clock.schedule(waitMs, () => {
            const quietMs = Math.max(0, this.#clock.now() - this.#lastHeard);
            if (quietMs >= this.#idleMs)
                this.probe();
            else
                this.#watch(this.#idleMs - quietMs);
        });
    }
}
