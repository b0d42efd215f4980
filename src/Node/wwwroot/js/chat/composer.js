import { part, setText } from './dom.js';
import { forget, recall, remember } from './storage.js';
/** Four bytes a character at worst, this is under what a server takes by default (64 KiB) with room for the rest. */
const longest = 16_000;
/** From here on the writer sees how much is left. */
const countFrom = 14_000;
/** Where one writes: grows with its text, keeps a draft for each room in this tab, sends on Enter. */
export class Composer {
    #form = part('composer');
    #box = part('composer-text');
    #button = part('send');
    #count = part('composer-count');
    #draftKey;
    #events;
    #stop = new AbortController();
    constructor(room, events) {
        this.#draftKey = `draft.${room}`;
        this.#events = events;
        this.#box.placeholder = `Message #${room}`;
        this.#box.value = recall('tab', this.#draftKey) ?? '';
        this.#fit();
        const { signal } = this.#stop;
        this.#form.addEventListener('submit', event => { event.preventDefault(); this.#send(); }, { signal });
        this.#box.addEventListener('input', () => this.#input(), { signal });
        this.#box.addEventListener('keydown', event => this.#key(event), { signal });
        this.#box.addEventListener('blur', () => events.stopped(), { signal });
    }
    focus() {
        this.#box.focus({ preventScroll: true });
    }
    /** Puts text back into an empty box: what could not be sent and is to be written differently. */
    offer(text) {
        if (this.#box.value.trim() !== '')
            return;
        this.#box.value = text;
        this.#input();
        this.focus();
    }
    dispose() {
        this.#stop.abort();
    }
    #key(event) {
        // While an input method composes, Enter belongs to it. 229 is what Safari says of that very last Enter.
        if (event.isComposing || event.keyCode === 229)
            return;
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            this.#send();
        }
        else if (event.key === 'PageUp' || event.key === 'PageDown') {
            event.preventDefault();
            this.#events.page(event.key === 'PageUp' ? -1 : 1);
        }
    }
    #input() {
        this.#fit();
        const text = this.#box.value;
        if (text === '') {
            forget('tab', this.#draftKey);
            this.#events.stopped();
        }
        else {
            remember('tab', this.#draftKey, text);
            this.#events.typed();
        }
    }
    #send() {
        const text = this.#box.value.replace(/^\s*\n|\s+$/g, '');
        if (text === '' || text.length > longest)
            return;
        this.#box.value = '';
        forget('tab', this.#draftKey);
        this.#fit();
        this.#events.send(text);
        this.focus();
    }
    #fit() {
        const { length } = this.#box.value;
        this.#box.style.height = 'auto';
        this.#box.style.height = `${this.#box.scrollHeight}px`;
        setText(this.#count, length < countFrom ? '' : `${(longest - length).toLocaleString()} left`);
        this.#count.classList.toggle('over', length > longest);
        this.#button.disabled = this.#box.value.trim() === '' || length > longest;
    }
}
