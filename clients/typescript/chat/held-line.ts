import type { Held } from '../client/index.js';
import { part, setText } from './dom.js';
import { whyHeld } from './wording.js';

/** Says why what was written waits, and for how long; it goes out by itself. */
export class HeldLine {
  readonly #line = part('held');
  #held: Held | undefined;
  #timer: number | undefined;

  show(held: Held): void {
    // A server that is away is the connection bar's to tell.
    if (held.code !== 'slow_mode' && held.code !== 'rate_limited') return;
    this.#held = held;
    this.#timer ??= setInterval(() => this.#draw(), 250);
    this.#draw();
  }

  hide(): void {
    clearInterval(this.#timer);
    this.#timer = this.#held = undefined;
    this.#draw();
  }

  dispose(): void {
    this.hide();
  }

  #draw(): void {
    const seconds = this.#held === undefined ? 0 : Math.ceil((this.#held.retryAt - Date.now()) / 1_000);
    this.#line.hidden = this.#held === undefined;
    setText(this.#line, this.#held === undefined ? '' : whyHeld(this.#held.code, seconds));
    if (this.#held !== undefined && seconds < -2) this.hide();
  }
}
