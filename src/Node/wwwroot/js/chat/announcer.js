import { part } from './dom.js';
import { plural } from './format.js';
const gatherMs = 300;
const longest = 140;
/** Tells a screen reader what is new, a burst in one breath. The list itself is not live: history would be read out. */
export class Announcer {
    #region = part('announcer');
    #waiting = [];
    #timer;
    say(text) {
        this.#waiting.push(text.length > longest ? `${text.slice(0, longest)}…` : text);
        this.#timer ??= setTimeout(() => this.#speak(), gatherMs);
    }
    #speak() {
        const [only, ...more] = this.#waiting;
        this.#region.textContent = more.length === 0
            ? only ?? ''
            : `${plural(more.length + 1, 'new message')}. Last: ${more.at(-1)}`;
        this.#waiting = [];
        this.#timer = undefined;
    }
}
