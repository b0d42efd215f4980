import { el, setText } from './dom.js';
import { fullTimeOf } from './format.js';
import type { Hues } from './hues.js';
import { MessageView, type MessageActions } from './message-view.js';
import type { Row } from './rows.js';

interface Drawn {
  readonly element: HTMLElement;
  update(row: Row): void;
}

/** Keeps the list on the screen in step with its rows, touching only what differs. */
export class MessageList {
  readonly #list: HTMLElement;
  readonly #hues: Hues;
  readonly #actions: MessageActions;
  readonly #drawn = new Map<string, Drawn>();

  constructor(list: HTMLElement, hues: Hues, actions: MessageActions) {
    this.#list = list;
    this.#hues = hues;
    this.#actions = actions;
  }

  show(rows: readonly Row[]): void {
    const keys = new Set(rows.map(row => row.key));
    for (const [key, drawn] of this.#drawn) {
      if (keys.has(key)) continue;
      drawn.element.remove();
      this.#drawn.delete(key);
    }
    let next = this.#list.firstElementChild;
    for (const row of rows) {
      let drawn = this.#drawn.get(row.key);
      if (drawn === undefined) this.#drawn.set(row.key, (drawn = this.#draw(row)));
      else drawn.update(row);
      if (drawn.element === next) next = next.nextElementSibling;
      else this.#list.insertBefore(drawn.element, next);
    }
  }

  #draw(row: Row): Drawn {
    switch (row.kind) {
      case 'message': {
        const view = new MessageView(row, this.#hues, this.#actions);
        return { element: view.element, update: row => { if (row.kind === 'message') view.update(row); } };
      }
      case 'notice': {
        const element = el('li', 'notice', row.text);
        element.title = fullTimeOf(row.at);
        return { element, update: () => {} };
      }
      case 'unread':
        return { element: el('li', 'divider unread', el('span', '', 'New')), update: () => {} };
      case 'day': {
        const label = el('span', '', row.label);
        // "Today" is yesterday after midnight.
        const update = (row: Row): void => { if (row.kind === 'day') setText(label, row.label); };
        return { element: el('li', 'divider day', label), update };
      }
    }
  }
}
