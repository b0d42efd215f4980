import { icon, button, el } from './dom.js';
import { quick, reactions } from './emoji.js';
/** How long a finger rests on a message to ask for its menu, and how far it may stray. */
const pressMs = 450;
const strayPx = 10;
/** What can be done to a message: a small bar where the pointer or the focus is, a menu, and the same by a long press. */
export class MessageMenu {
    #box;
    #list;
    #menu;
    #rights;
    #me;
    #commands;
    #inThread;
    #bar;
    #stop = new AbortController();
    #press;
    /** `box` scrolls the list. */
    constructor(box, list, menu, rights, me, commands, inThread = false) {
        this.#box = box;
        this.#list = list;
        this.#menu = menu;
        this.#rights = rights;
        this.#me = me;
        this.#commands = commands;
        this.#inThread = inThread;
        this.#bar = el('div', 'message-bar');
        const { signal } = this.#stop;
        box.addEventListener('pointerover', event => { if (event.pointerType === 'mouse')
            this.#hover(event.target); }, { signal });
        box.addEventListener('pointerleave', () => this.#leave(), { signal });
        box.addEventListener('focusin', event => this.#hover(event.target), { signal });
        box.addEventListener('focusout', () => setTimeout(() => this.#leave()), { signal });
        box.addEventListener('keydown', event => this.#key(event), { signal });
        box.addEventListener('pointerdown', event => this.#down(event), { signal });
        box.addEventListener('pointermove', event => this.#stray(event), { signal });
        for (const end of ['pointerup', 'pointercancel'])
            box.addEventListener(end, () => this.#release(), { signal });
        box.addEventListener('contextmenu', event => { if (this.#press !== undefined)
            event.preventDefault(); }, { signal });
    }
    dispose() {
        this.#stop.abort();
        this.#release();
        this.#bar.remove();
    }
    #hover(target) {
        if (this.#menu.open)
            return;
        const row = this.#list.rowAt(target);
        const element = target.closest('.message');
        if (row === undefined || element === null)
            return;
        const buttons = this.#buttons(row, element);
        if (buttons.length === 0)
            this.#bar.remove();
        else if (this.#bar.parentElement !== element || this.#bar.childElementCount !== buttons.length) {
            this.#bar.replaceChildren(...buttons);
            element.append(this.#bar);
        }
    }
    #leave() {
        if (this.#menu.open || this.#bar.matches(':hover') || this.#bar.parentElement?.contains(document.activeElement))
            return;
        this.#bar.remove();
    }
    #buttons(row, element) {
        const rights = this.#rights();
        const made = [];
        const add = (drawing, label, run) => {
            const one = button('bar-button', '', () => run(one));
            one.append(icon(drawing));
            one.setAttribute('aria-label', label);
            one.title = label;
            made.push(one);
        };
        if (rights.mayAnswer(row)) {
            add('smile', 'React', anchor => this.#menu.show(anchor, 'Reactions', [], this.#reactions(row, reactions.length), element));
            if (!this.#inThread)
                add('reply', 'Reply in thread', () => this.#commands.answer(row));
        }
        if (row.seq !== undefined && !row.deleted)
            add('more', 'More', anchor => this.#open(anchor, row, element));
        for (const one of made)
            one.setAttribute('aria-haspopup', one.title === 'Reply in thread' ? 'false' : 'menu');
        return made;
    }
    #open(anchor, row, back) {
        const rights = this.#rights();
        const quickly = rights.mayAnswer(row) ? this.#reactions(row, quick) : [];
        this.#menu.show(anchor, 'Message', this.#items(row, rights), quickly, back);
    }
    #items(row, rights) {
        const { answer, copy, edit, pin } = this.#commands;
        const items = [
            rights.mayAnswer(row) && !this.#inThread && { label: 'Reply in thread', icon: 'reply', run: () => answer(row) },
            { label: 'Copy text', icon: 'copy', run: () => copy(row) },
            rights.mayEdit(row) && { label: 'Edit', icon: 'edit', run: () => edit(row) },
            rights.mayPin(row) && { label: row.pinned ? 'Unpin' : 'Pin', icon: 'pin', run: () => pin(row) },
            rights.mayDelete(row) && { label: 'Delete', icon: 'trash', danger: true, run: () => this.#commands.delete(row) },
        ];
        return items.filter(item => item !== false);
    }
    #reactions(row, most) {
        const mine = new Set(row.reactions.filter(one => one.users.includes(this.#me())).map(one => one.reaction));
        return reactions.slice(0, most).map(([emoji, name]) => ({
            text: emoji, label: name, pressed: mine.has(emoji), run: () => this.#commands.react(row, emoji),
        }));
    }
    // ---- by keyboard: up and down from message to message, Enter for what can be done ---------------------------------
    #key(event) {
        const target = event.target;
        const message = target.closest('.message');
        if (target !== this.#box && target !== message) {
            if (event.key === 'Escape')
                message?.focus();
            return;
        }
        switch (event.key) {
            case 'ArrowUp':
                this.#step(message, -1);
                break;
            case 'ArrowDown':
                this.#step(message, 1);
                break;
            case 'Enter':
            case 'ContextMenu': {
                const row = message === null ? undefined : this.#list.rowAt(message);
                if (message === null || row === undefined || row.seq === undefined || row.deleted)
                    return;
                this.#open(message, row, message);
                break;
            }
            case 'Escape':
                this.#commands.write();
                break;
            default: return;
        }
        event.preventDefault();
    }
    #step(from, step) {
        const all = [...this.#box.querySelectorAll('.message')];
        const to = from === null ? all.at(-1) : all[all.indexOf(from) + step];
        if (to !== undefined) {
            to.focus({ preventScroll: true });
            to.scrollIntoView({ block: 'nearest' });
        }
        else if (step === 1) {
            this.#commands.write();
        }
    }
    // ---- by a long press ----------------------------------------------------------------------------------------------
    #down(event) {
        if (event.pointerType === 'mouse' || event.target.closest('a, button') !== null)
            return;
        const element = event.target.closest('.message');
        const row = element === null ? undefined : this.#list.rowAt(element);
        if (element === null || row === undefined || row.seq === undefined || row.deleted)
            return;
        this.#release();
        const timer = setTimeout(() => {
            navigator.vibrate?.(10);
            this.#open(element, row, element);
        }, pressMs);
        this.#press = { timer, x: event.clientX, y: event.clientY };
    }
    #stray(event) {
        if (this.#press === undefined)
            return;
        if (Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y) > strayPx)
            this.#release();
    }
    #release() {
        if (this.#press === undefined)
            return;
        clearTimeout(this.#press.timer);
        // The context menu that a long press brings comes before the finger is lifted.
        this.#press = undefined;
    }
}
