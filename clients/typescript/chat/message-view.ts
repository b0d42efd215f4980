import { avatar } from './avatar.js';
import { button, el, icon, setText } from './dom.js';
import { fullTimeOf, timeOf } from './format.js';
import type { Hues } from './hues.js';
import { pieces } from './links.js';
import type { MessageRow } from './rows.js';

/** Longer than this, a message is folded: about a screen of a phone. */
const foldedCharacters = 1_200;
const foldedLines = 16;

const onlyEmoji = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier}|\u200d|\s){1,12}$/u;

const deliveries = { pending: ['clock', 'Sending'], sent: ['check', 'Sent'], failed: ['alert', 'Not sent'] } as const;

export interface MessageActions {
  retry(key: string): void;
  discard(key: string): void;
}

/** One message on the screen. Its text never changes; its place, its group, its delivery and its writer's colour may. */
export class MessageView {
  readonly element: HTMLLIElement;
  readonly #hues: Hues;
  readonly #actions: MessageActions;
  /** What has the writer's colour. */
  readonly #coloured: readonly HTMLElement[];
  readonly #time: HTMLTimeElement;
  readonly #delivery: HTMLElement | undefined;
  readonly #body: HTMLElement;
  #failure: HTMLElement | undefined;
  #shown: MessageRow;

  constructor(row: MessageRow, hues: Hues, actions: MessageActions) {
    this.#hues = hues;
    this.#actions = actions;
    this.#shown = row;
    const author = el('span', row.own ? 'visually-hidden' : 'author', row.own ? 'You' : row.userId);
    author.dir = 'auto';
    this.#time = el('time', 'time');
    this.#delivery = row.own ? el('span', 'delivery') : undefined;
    const meta = el('div', 'meta', author, this.#time, ...(this.#delivery === undefined ? [] : [this.#delivery]));
    this.#body = el('div', 'body', meta, bubble(row.text));
    const faces = row.own ? [] : [avatar(row.userId, hues.of(row.userId))];
    this.#coloured = [author, ...faces];
    this.element = el('li', 'message', ...faces, this.#body);
    this.element.dataset['testid'] = 'message';
    this.element.dataset['user'] = row.userId;
    this.element.classList.toggle('own', row.own);
    this.#draw(row);
    this.#colour();
  }

  update(row: MessageRow): void {
    this.#colour();
    if (!looksAlike(row, this.#shown)) this.#draw(row);
  }

  #draw(row: MessageRow): void {
    this.#shown = row;
    if (row.seq === undefined) delete this.element.dataset['seq'];
    else this.element.dataset['seq'] = String(row.seq);
    this.element.dataset['state'] = row.delivery;
    this.element.classList.toggle('continued', row.continued);
    this.#time.dateTime = row.at.toISOString();
    this.#time.title = fullTimeOf(row.at);
    setText(this.#time, timeOf(row.at));
    if (this.#delivery !== undefined) {
      const [drawing, label] = deliveries[row.delivery];
      this.#delivery.replaceChildren(icon(drawing), el('span', 'visually-hidden', label));
      this.#delivery.title = label;
    }
    this.#drawFailure(row);
  }

  #colour(): void {
    const hue = this.#hues.of(this.#shown.userId);
    for (const element of this.#coloured) if (element.dataset['hue'] !== hue) element.dataset['hue'] = hue;
  }

  #drawFailure(row: MessageRow): void {
    this.#failure?.remove();
    this.#failure = undefined;
    if (row.problem === undefined) return;
    this.#failure = el('div', 'failure',
      el('span', 'why', row.problem),
      button('link', 'Try again', () => this.#actions.retry(row.key)),
      button('link', 'Delete', () => this.#actions.discard(row.key)));
    this.#body.append(this.#failure);
  }
}

function looksAlike(a: MessageRow, b: MessageRow): boolean {
  return a.seq === b.seq && a.continued === b.continued && a.delivery === b.delivery && a.problem === b.problem
    && a.at.getTime() === b.at.getTime();
}

function bubble(message: string): HTMLElement {
  const parts = pieces(message).map(piece => ('href' in piece ? link(piece.text, piece.href) : piece.text));
  const text = el('div', 'text', ...parts);
  text.dir = 'auto';
  text.dataset['testid'] = 'text';
  text.classList.toggle('emoji', message.length <= 24 && onlyEmoji.test(message));
  const made = el('div', 'bubble', text);
  const lines = message.split('\n').length;
  if (message.length > foldedCharacters) made.append(fold(text, `${message.length.toLocaleString()} characters`));
  else if (lines > foldedLines) made.append(fold(text, `${lines} lines`));
  return made;
}

function fold(text: HTMLElement, extent: string): HTMLElement {
  const more = button('more', '', () => {
    const open = text.classList.contains('folded');
    show(open);
    if (!open) text.scrollIntoView({ block: 'nearest' });
  });
  const show = (open: boolean): void => {
    text.classList.toggle('folded', !open);
    more.textContent = open ? 'Show less' : `Show all ${extent}`;
    more.setAttribute('aria-expanded', String(open));
  };
  show(false);
  return more;
}

function link(text: string, href: string): HTMLElement {
  const made = el('a', '', text);
  made.href = href;
  made.target = '_blank';
  made.rel = 'noopener noreferrer nofollow';
  return made;
}
