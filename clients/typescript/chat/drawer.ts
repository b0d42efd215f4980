import { part } from './dom.js';

/** The list of people: beside the messages where there is room, over them where there is not. */
export class Drawer {
  readonly #panel = part('people-panel');
  readonly #toggle = part<HTMLButtonElement>('people-toggle');
  readonly #veil = part('veil');
  readonly #behind = [part('chat-header'), part('chat-main')];
  readonly #wide = matchMedia('(min-width: 60rem)');
  #open = false;

  constructor() {
    this.#toggle.addEventListener('click', () => this.#set(!this.#open));
    this.#veil.addEventListener('click', () => this.close());
    part('people-close').addEventListener('click', () => this.close());
    this.#panel.addEventListener('keydown', event => { if (event.key === 'Escape') this.close(); });
    this.#wide.addEventListener('change', () => this.#set(false));
    this.#set(false);
  }

  close(): void {
    if (!this.#open) return;
    this.#set(false);
    this.#toggle.focus();
  }

  #set(open: boolean): void {
    const over = open && !this.#wide.matches;
    this.#open = over;
    this.#panel.classList.toggle('open', over);
    // Off the screen it must be out of reach of the keyboard too.
    this.#panel.inert = !over && !this.#wide.matches;
    this.#veil.hidden = !over;
    this.#toggle.setAttribute('aria-expanded', String(over));
    for (const part of this.#behind) part.inert = over;
    if (over) part('people-close').focus();
  }
}
