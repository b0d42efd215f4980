import { avatar } from './avatar.js';
import { bubble, tombstone } from './bubble.js';
import { button, el, icon, setText } from './dom.js';
import { fullTimeOf, timeOf } from './format.js';
import { footOf } from './message-foot.js';
const deliveries = { pending: ['clock', 'Sending'], sent: ['check', 'Sent'], failed: ['alert', 'Not sent'] };
/** One message on the screen: drawn anew in the parts that changed. */
export class MessageView {
    element;
    #hues;
    #me;
    #actions;
    /** What has the writer's colour. */
    #coloured;
    #time;
    #marks = el('span', 'marks');
    #delivery;
    #body;
    #bubble;
    #foot;
    #failure;
    #shown;
    constructor(row, hues, me, actions) {
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
    get row() {
        return this.#shown;
    }
    update(row) {
        this.#colour();
        const before = this.#shown;
        if (row.text !== before.text || row.deleted !== before.deleted) {
            const content = contentOf(row);
            this.#bubble.replaceWith(content);
            this.#bubble = content;
        }
        if (!looksAlike(row, before))
            this.#draw(row);
        this.#shown = row;
    }
    #draw(row) {
        this.#shown = row;
        if (row.seq === undefined)
            delete this.element.dataset['seq'];
        else
            this.element.dataset['seq'] = String(row.seq);
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
        if (this.#foot !== undefined)
            this.#body.append(this.#foot);
        this.#drawFailure(row);
    }
    #drawMarks(row) {
        const marks = [];
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
        if (marks.length === 0)
            this.#marks.remove();
        else
            this.#bubble.append(this.#marks);
    }
    #colour() {
        const hue = this.#hues.of(this.#shown.userId);
        for (const element of this.#coloured)
            if (element.dataset['hue'] !== hue)
                element.dataset['hue'] = hue;
    }
    #drawFailure(row) {
        this.#failure?.remove();
        this.#failure = undefined;
        if (row.problem === undefined)
            return;
        this.#failure = el('div', 'failure', el('span', 'why', row.problem), button('link', 'Try again', () => this.#actions.retry(row.key)), button('link', 'Delete', () => this.#actions.discard(row.key)));
        this.#body.append(this.#failure);
    }
}
function contentOf(row) {
    if (!row.deleted)
        return bubble(row.text);
    const by = row.deletedBy;
    if (by === undefined || by === row.userId)
        return tombstone(row.own ? 'You deleted this message' : 'Message deleted');
    return tombstone(`Message deleted by ${by}`);
}
/** All but the text, which is drawn by itself. */
function looksAlike(a, b) {
    return a.seq === b.seq && a.continued === b.continued && a.delivery === b.delivery && a.problem === b.problem
        && a.at.getTime() === b.at.getTime() && a.text === b.text && a.deleted === b.deleted && a.pinned === b.pinned
        && a.editedAt?.getTime() === b.editedAt?.getTime() && a.reactions === b.reactions
        && a.replies?.count === b.replies?.count && a.replies?.last.getTime() === b.replies?.last.getTime();
}
