import { el, setText } from './dom.js';
import { fullTimeOf } from './format.js';
import { MessageView } from './message-view.js';
/** Keeps the list on the screen in step with its rows, touching only what differs. */
export class MessageList {
    #list;
    #hues;
    #actions;
    #drawn = new Map();
    constructor(list, hues, actions) {
        this.#list = list;
        this.#hues = hues;
        this.#actions = actions;
    }
    show(rows) {
        const keys = new Set(rows.map(row => row.key));
        for (const [key, drawn] of this.#drawn) {
            if (keys.has(key))
                continue;
            drawn.element.remove();
            this.#drawn.delete(key);
        }
        let next = this.#list.firstElementChild;
        for (const row of rows) {
            let drawn = this.#drawn.get(row.key);
            if (drawn === undefined)
                this.#drawn.set(row.key, (drawn = this.#draw(row)));
            else
                drawn.update(row);
            if (drawn.element === next)
                next = next.nextElementSibling;
            else
                this.#list.insertBefore(drawn.element, next);
        }
    }
    #draw(row) {
        switch (row.kind) {
            case 'message': {
                const view = new MessageView(row, this.#hues, this.#actions);
                return { element: view.element, update: row => { if (row.kind === 'message')
                        view.update(row); } };
            }
            case 'notice': {
                const element = el('li', 'notice', row.text);
                element.title = fullTimeOf(row.at);
                return { element, update: () => { } };
            }
            case 'unread':
                return { element: el('li', 'divider unread', el('span', '', 'New')), update: () => { } };
            case 'day': {
                const label = el('span', '', row.label);
                // "Today" is yesterday after midnight.
                const update = (row) => { if (row.kind === 'day')
                    setText(label, row.label); };
                return { element: el('li', 'divider day', label), update };
            }
        }
    }
}
