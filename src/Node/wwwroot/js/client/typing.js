/** The server ends it after 5 s by itself; a second more is for a `stop` that got lost. */
const shownMs = 6_000;
/** One `start` holds for 5 s at the server, so that one every 3 s keeps it alive with one to spare for delay. */
const repeatMs = 3_000;
/** Who is typing in one room. */
export class TypingView {
    #clock;
    #changed;
    #expiries = new Map();
    constructor(clock, changed) {
        this.#clock = clock;
        this.#changed = changed;
    }
    /** In the order in which they began. */
    get users() {
        return [...this.#expiries.keys()];
    }
    started(userId) {
        const known = this.#expiries.get(userId);
        known?.();
        this.#expiries.set(userId, this.#clock.schedule(shownMs, () => this.stopped(userId)));
        if (known === undefined)
            this.#changed(this.users);
    }
    stopped(userId) {
        const expiry = this.#expiries.get(userId);
        if (expiry === undefined)
            return;
        expiry();
        this.#expiries.delete(userId);
        this.#changed(this.users);
    }
    clear() {
        if (this.#expiries.size === 0)
            return;
        for (const expiry of this.#expiries.values())
            expiry();
        this.#expiries.clear();
        this.#changed(this.users);
    }
}
/** Our own typing, told to the room: called at each keystroke, it says so every few seconds only. */
export class TypingNotifier {
    #clock;
    #notify;
    #toldAt;
    constructor(clock, notify) {
        this.#clock = clock;
        this.#notify = notify;
    }
    start() {
        const now = this.#clock.now();
        if (this.#toldAt !== undefined && Math.abs(now - this.#toldAt) < repeatMs)
            return;
        this.#toldAt = now;
        this.#notify('start');
    }
    stop() {
        if (this.#toldAt === undefined)
            return;
        this.#toldAt = undefined;
        this.#notify('stop');
    }
    /** Over without a word: a published message says it, and so does a lost connection. */
    forget() {
        this.#toldAt = undefined;
    }
}
