import type { Room, RoomMessage } from '../client/index.js';
import { button, el, part, setText } from './dom.js';
import type { Hues } from './hues.js';
import { stateOf } from './message-state.js';
import { snippet } from './snippet.js';
import { whyNot } from './wording.js';

const pageSize = 20;

/** The server looks at a bounded stretch of the log for each page; a page may be empty and yet not the last. */
const emptyPagesPerAsking = 10;

/** Finds messages of the room by their words, newest first. */
export class SearchView {
  readonly #form = part<HTMLFormElement>('search-form');
  readonly #input = part<HTMLInputElement>('search-text');
  readonly #status = part('search-status');
  readonly #list = part('search-results');
  readonly #room: () => Room;
  readonly #hues: Hues;
  readonly #open: (message: RoomMessage) => void;
  readonly #stop = new AbortController();
  /** Told apart by identity, so that what an earlier search finds late is not shown. */
  #search = {};

  constructor(room: () => Room, hues: Hues, open: (message: RoomMessage) => void) {
    this.#room = room;
    this.#hues = hues;
    this.#open = open;
    const { signal } = this.#stop;
    this.#form.addEventListener('submit', event => { event.preventDefault(); void this.#start(); }, { signal });
    this.#clear();
  }

  dispose(): void {
    this.#stop.abort();
    this.#input.value = '';
    this.#clear();
  }

  async #start(): Promise<void> {
    this.#clear();
    const text = this.#input.value.trim();
    if (text === '') return;
    await this.#more(text, undefined, this.#search);
  }

  async #more(text: string, before: number | undefined, search: object): Promise<void> {
    setText(this.#status, 'Searching…');
    try {
      let found: readonly RoomMessage[] = [];
      let more = true;
      for (let page = 0; found.length === 0 && more && page < emptyPagesPerAsking; page++) {
        const answer = await this.#room().history({ search: text, limit: pageSize, before_seq: before });
        if (search !== this.#search) return;
        found = answer.messages;
        before = answer.first_seq;
        more = answer.has_more;
      }
      this.#show(found, text, more ? before : undefined, search);
    } catch (error) {
      if (search === this.#search) setText(this.#status, whyNot(error));
    }
  }

  #show(found: readonly RoomMessage[], text: string, before: number | undefined, search: object): void {
    const words = text.split(/\s+/);
    for (const message of found) {
      const { text: said } = stateOf(message);
      const shown = { userId: message.user_id, text: said, at: new Date(message.timestamp) };
      this.#list.append(snippet(shown, this.#hues, words, () => this.#open(message)));
    }
    const none = this.#list.childElementCount === 0;
    setText(this.#status, none ? before === undefined ? `Nothing here says “${text}”.` : `Nothing yet. There is more to look through.` : '');
    if (before === undefined) return;
    const more = el('li', 'more-results');
    more.append(button('secondary', 'Look further back', () => {
      more.remove();
      void this.#more(text, before, search);
    }));
    this.#list.append(more);
  }

  #clear(): void {
    this.#search = {};
    this.#list.replaceChildren();
    setText(this.#status, '');
  }
}
