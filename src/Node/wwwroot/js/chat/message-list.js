import { button, el, icon, setText } from './dom.js';
import { fullTimeOf, timeOf } from './format.js';
import { MessageView } from './message-view.js';
/** Keeps the list on the screen in step with its rows, touching only what differs. */
export class MessageList {
    #list;
    #hues;
    #me;
    #actions;
    #drawn = new Map();
    constructor(list, hues, me, actions) {
        this.#list = list;
        this.#me = me;
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
    /** The message that this element is, or is in. */
    rowAt(element) {
        const message = element.closest('.message');
        for (const { element, row } of this.#drawn.values())
            if (element === message)
                return row?.();
        return undefined;
    }
    elementOf(seq) {
        return this.#list.querySelector(`[data-seq="${seq}"]`) ?? undefined;
    }
    #draw(row) {
        switch (row.kind) {
            case 'message': {
                const view = new MessageView(row, this.#hues, this.#me, this.#actions);
                return { element: view.element, row: () => view.row, update: row => { if (row.kind === 'message')
                        view.update(row); } };
            }
            case 'reply': return this.#drawReply(row);
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
    #drawReply(row) {
        const text = el('span', 'reply-text', row.text);
        text.dir = 'auto';
        const open = button('reply-line', '', () => this.#actions.openThread(row.threadId));
        open.append(icon('reply'), el('span', 'reply-who', row.userId), text, el('span', 'thread-last', timeOf(row.at)));
        open.setAttribute('aria-label', `${row.userId} in a thread: ${row.text}`);
        const element = el('li', 'reply', open);
        element.dataset['testid'] = 'reply';
        return { element, update: row => { if (row.kind === 'reply')
                setText(text, row.text); } };
    }
}
