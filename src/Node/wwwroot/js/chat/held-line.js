import { part, setText } from './dom.js';
import { whyHeld } from './wording.js';
/** Says why what was written waits, and for how long; it goes out by itself. */
export class HeldLine {
    #line = part('held');
    #held;
    #timer;
    show(held) {
        // A server that is away is the connection bar's to tell.
        if (held.code !== 'slow_mode' && held.code !== 'rate_limited')
            return;
        this.#held = held;
        this.#timer ??= setInterval(() => this.#draw(), 250);
        this.#draw();
    }
    hide() {
        clearInterval(this.#timer);
        this.#timer = this.#held = undefined;
        this.#draw();
    }
    dispose() {
        this.hide();
    }
    #draw() {
        const seconds = this.#held === undefined ? 0 : Math.ceil((this.#held.retryAt - Date.now()) / 1_000);
        this.#line.hidden = this.#held === undefined;
        setText(this.#line, this.#held === undefined ? '' : whyHeld(this.#held.code, seconds));
        if (this.#held !== undefined && seconds < -2)
            this.hide();
    }
}
