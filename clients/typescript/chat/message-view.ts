import { avatar } from './avatar.js';
import { bubble, tombstone } from './bubble.js';
import { button, el, icon, setText } from './dom.js';
import { fullTimeOf, timeOf } from './format.js';
import type { Hues } from './hues.js';
import { footOf, type FootActions } from './message-foot.js';
import type { MessageRow } from './rows.js';

const deliveries = { pending: ['clock', 'Sending'], sent: ['check', 'Sent'], failed: ['alert', 'Not sent'] } as const;

export interface MessageActions extends FootActions {
  retry(key: string): void;
  discard(key: string): void;
}

/** One message on the screen: drawn anew in the parts that changed. */
export class MessageView {
  readonly element: HTMLLIElement;
  readonly #hues: Hues;
  readonly #me: () => string;
  readonly #actions: MessageActions;
  /** What has the writer's colour. */
  readonly #coloured: readonly HTMLElement[];
  readonly #time: HTMLTimeElement;
  readonly #marks = el('span', 'marks');
  readonly #delivery: HTMLElement | undefined;
  readonly #body: HTMLElement;
  #bubble: HTMLElement;
  #foot: HTMLElement | undefined;
  #failure: HTMLElement | undefined;
  #shown: MessageRow;

  constructor(row: MessageRow, hues: Hues, me: () => string, actions: MessageActions) {
    this.#hues = hues;
    this.#me = me;
    this.#actions = actions;
    this.#shown = row;
    const author = el('span', row.own ? 'visually-hidden' : 'author', row.own ? 'You' : row.userId);
    author.dir = 'auto';
    this.#time = el('time', 'time');
    this.#delivery = row.own ? el('span', 'delivery') : undefined;
    const meta = el('div', 'meta', author, this.#time, ...(this.#delivery === undefined ? [] : [this.#delivery]));
    this.#bubble = contentOf(row);
    this.#body = el('div', 'body', meta, this.#bubble);
    const faces = row.own ? [] : [avatar(row.userId, hues.of(row.userId))];
    this.#coloured = [author, ...faces];
    this.element = el('li', 'message', ...faces, this.#body);
    // Reached by the arrow keys, so that its actions are.
    this.element.tabIndex = -1;
    this.element.dataset['testid'] = 'message';
    this.element.dataset['user'] = row.userId;
    this.element.classList.toggle('own', row.own);
    this.#draw(row);
    this.#colour();
  }

  get row(): MessageRow {
    return this.#shown;
  }

  update(row: MessageRow): void {
    this.#colour();
    const before = this.#shown;
    if (row.text !== before.text || row.deleted !== before.deleted) {
      const content = contentOf(row);
      this.#bubble.replaceWith(content);
      this.#bubble = content;
    }
    if (!looksAlike(row, before)) this.#draw(row);
    this.#shown = row;
  }

  #draw(row: MessageRow): void {
    this.#shown = row;
    if (row.seq === undefined) delete this.element.dataset['seq'];
    else this.element.dataset['seq'] = String(row.seq);
    this.element.dataset['state'] = row.delivery;
    this.element.classList.toggle('continued', row.continued);
    this.element.classList.toggle('pinned', row.pinned);
    this.#time.dateTime = row.at.toISOString();
    this.#time.title = fullTimeOf(row.at);
    setText(this.#time, timeOf(row.at));
    if (this.#delivery !== undefined) {
      const [drawing, label] = deliveries[row.delivery];
      this.#delivery.replaceChildren(icon(drawing), el('span', 'visually-hidden', label));
      this.#delivery.title = label;
    }
    this.#drawMarks(row);
    this.#foot?.remove();
    this.#foot = footOf(row, this.#me(), this.#actions);
    if (this.#foot !== undefined) this.#body.append(this.#foot);
    this.#drawFailure(row);
  }

  #drawMarks(row: MessageRow): void {
    const marks: HTMLElement[] = [];
    if (row.pinned) {
      const mark = el('span', 'mark pin', icon('pin'), el('span', 'visually-hidden', 'Pinned'));
      mark.title = 'Pinned';
      marks.push(mark);
    }
    if (row.editedAt !== undefined && !row.deleted) {
      const mark = el('span', 'mark', '(edited)');
      mark.title = `Edited ${row.editedBy !== undefined && row.editedBy !== row.userId ? `by ${row.editedBy}, ` : ''}${fullTimeOf(row.editedAt)}`;
      mark.dataset['testid'] = 'edited';
      marks.push(mark);
    }
    this.#marks.replaceChildren(...marks);
    if (marks.length === 0) this.#marks.remove();
    else this.#bubble.append(this.#marks);
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

function contentOf(row: MessageRow): HTMLElement {
  if (!row.deleted) return bubble(row.text);
  const by = row.deletedBy;
  if (by === undefined || by === row.userId) return tombstone(row.own ? 'You deleted this message' : 'Message deleted');
  return tombstone(`Message deleted by ${by}`);
}

/** All but the text, which is drawn by itself. */
function looksAlike(a: MessageRow, b: MessageRow): boolean {
  return a.seq === b.seq && a.continued === b.continued && a.delivery === b.delivery && a.problem === b.problem
    && a.at.getTime() === b.at.getTime() && a.text === b.text && a.deleted === b.deleted && a.pinned === b.pinned
    && a.editedAt?.getTime() === b.editedAt?.getTime() && a.reactions === b.reactions
    && a.replies?.count === b.replies?.count && a.replies?.last.getTime() === b.replies?.last.getTime();
}
