import { setText } from './dom.js';
import { forget, recall, remember } from './storage.js';

/** Four bytes a character at worst, this is under what a server takes by default (64 KiB) with room for the rest. */
const longest = 16_000;

/** From here on the writer sees how much is left. */
const countFrom = 14_000;

export interface ComposerEvents {
  send(text: string): void;
  /** What was being edited is to say this now. */
  edited?(key: string, text: string): void;
  /** The last of one's own messages, for who wants to mend it without looking for it. */
  editLast?(): void;
  typed(): void;
  stopped(): void;
  page(pages: number): void;
}

/** Where one writes: grows with its text, keeps a draft for each place in this tab, sends on Enter. */
export class Composer {
  readonly #form: HTMLFormElement;
  readonly #box: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #count: HTMLElement;
  readonly #banner: HTMLElement;
  readonly #draftKey: string;
  readonly #events: ComposerEvents;
  readonly #stop = new AbortController();
  #placeholder: string;
  #silence: string | undefined;
  /** The message that is being edited, and what was written before. */
  #editing: { readonly key: string; readonly before: string } | undefined;

  /** `form` has a text area, a button that submits, a count and a banner. */
  constructor(form: HTMLFormElement, place: string, placeholder: string, events: ComposerEvents) {
    this.#form = form;
    this.#box = form.querySelector('textarea')!;
    this.#button = form.querySelector<HTMLButtonElement>('[type=submit]')!;
    this.#count = form.querySelector<HTMLElement>('.count')!;
    this.#banner = form.querySelector<HTMLElement>('.composer-banner')!;
    this.#draftKey = `draft.${place}`;
    this.#events = events;
    this.#placeholder = placeholder;
    this.#box.value = recall('tab', this.#draftKey) ?? '';
    const { signal } = this.#stop;
    form.addEventListener('submit', event => { event.preventDefault(); this.#send(); }, { signal });
    this.#box.addEventListener('input', () => this.#input(), { signal });
    this.#box.addEventListener('keydown', event => this.#key(event), { signal });
    this.#box.addEventListener('blur', () => events.stopped(), { signal });
    this.#banner.querySelector('button')!.addEventListener('click', () => this.#stopEditing(), { signal });
    this.#draw();
  }

  focus(): void {
    this.#box.focus({ preventScroll: true });
  }

  /** Puts text back into an empty box: what could not be sent and is to be written differently. */
  offer(text: string): void {
    if (this.#box.value.trim() !== '') return;
    this.#box.value = text;
    this.#input();
    this.focus();
  }

  /** Takes up a message that was sent, to change what it says. */
  edit(key: string, text: string): void {
    this.#editing = { key, before: this.#editing?.before ?? this.#box.value };
    this.#box.value = text;
    this.#draw();
    this.focus();
    this.#box.setSelectionRange(text.length, text.length);
  }

  /** Writes somebody's name where the writer is. */
  mention(user: string): void {
    const { value, selectionStart } = this.#box;
    const gap = selectionStart > 0 && !/\s$/.test(value.slice(0, selectionStart)) ? ' ' : '';
    this.#box.setRangeText(`${gap}@${user} `, selectionStart, this.#box.selectionEnd, 'end');
    this.#input();
    this.focus();
  }

  /** Nothing can be written, for this reason; undefined: all is well. */
  silence(why: string | undefined, placeholder: string): void {
    if (why === this.#silence && placeholder === this.#placeholder) return;
    this.#silence = why;
    this.#placeholder = placeholder;
    this.#draw();
  }

  dispose(): void {
    this.#editing = undefined;
    this.#stop.abort();
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, Enter belongs to it. 229 is what Safari says of that very last Enter.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      this.#events.page(event.key === 'PageUp' ? -1 : 1);
    } else if (event.key === 'ArrowUp' && this.#box.value === '' && this.#events.editLast !== undefined) {
      event.preventDefault();
      this.#events.editLast();
    } else if (event.key === 'Escape' && this.#editing !== undefined) {
      event.stopPropagation();
      this.#stopEditing();
    }
  }

  #input(): void {
    this.#draw();
    const text = this.#box.value;
    if (this.#editing !== undefined) return;
    if (text === '') {
      forget('tab', this.#draftKey);
      this.#events.stopped();
    } else {
      remember('tab', this.#draftKey, text);
      this.#events.typed();
    }
  }

  #send(): void {
    const text = this.#box.value.replace(/^\s*\n|\s+$/g, '');
    if (text === '' || text.length > longest || this.#silence !== undefined) return;
    const edited = this.#editing;
    if (edited !== undefined) {
      this.#stopEditing();
      this.#events.edited?.(edited.key, text);
      return;
    }
    this.#box.value = '';
    forget('tab', this.#draftKey);
    this.#draw();
    this.#events.send(text);
    this.focus();
  }

  #stopEditing(): void {
    if (this.#editing === undefined) return;
    this.#box.value = this.#editing.before;
    this.#editing = undefined;
    this.#draw();
    this.focus();
  }

  #draw(): void {
    const { length } = this.#box.value;
    const silent = this.#silence !== undefined;
    this.#banner.hidden = this.#editing === undefined;
    this.#form.classList.toggle('editing', this.#editing !== undefined);
    this.#form.classList.toggle('silent', silent);
    this.#box.disabled = silent;
    this.#box.placeholder = this.#silence ?? this.#placeholder;
    this.#box.style.height = 'auto';
    // Off the screen it has no height; there it keeps that of its one row.
    this.#box.style.height = this.#box.scrollHeight === 0 ? '' : `${this.#box.scrollHeight}px`;
    setText(this.#count, length < countFrom ? '' : `${(longest - length).toLocaleString()} left`);
    this.#count.classList.toggle('over', length > longest);
    this.#button.disabled = silent || this.#box.value.trim() === '' || length > longest;
    const label = this.#editing === undefined ? 'Send' : 'Save';
    this.#button.setAttribute('aria-label', label);
    this.#button.title = `${label} (Enter)`;
  }
}
