import { button, el, icon, part } from './dom.js';
const narrow = matchMedia('(max-width: 40rem)');
/** The one menu of the page: beside what it belongs to, or at the foot of a narrow screen. */
export class Menu {
    #box = part('menu');
    #anchor;
    #back;
    constructor() {
        this.#box.addEventListener('keydown', event => this.#key(event));
        document.addEventListener('pointerdown', event => {
            if (this.open && !this.#box.contains(event.target))
                this.close(false);
        });
        for (const moved of ['resize', 'blur'])
            addEventListener(moved, () => this.close(false));
    }
    get open() {
        return !this.#box.hidden;
    }
    /** `back` gets the focus when the menu closes; the anchor where there is none. */
    show(anchor, label, items, quick = [], back = anchor) {
        if (items.length === 0 && quick.length === 0)
            return;
        if (this.open && this.#anchor === anchor) {
            this.close();
            return;
        }
        this.close(false);
        this.#anchor = anchor;
        this.#back = back;
        anchor.setAttribute('aria-expanded', 'true');
        this.#box.setAttribute('aria-label', label);
        const row = quick.length === 0 ? [] : [quickRow(quick.map(item => this.#quick(item)))];
        this.#box.replaceChildren(...row, ...items.map(item => this.#item(item)));
        this.#box.hidden = false;
        this.#place(anchor);
        this.#buttons()[0]?.focus({ preventScroll: true });
    }
    close(focus = true) {
        if (!this.open)
            return;
        this.#box.hidden = true;
        this.#anchor?.setAttribute('aria-expanded', 'false');
        if (focus)
            this.#back?.focus({ preventScroll: true });
        this.#anchor = this.#back = undefined;
    }
    #item(item) {
        const made = button(`menu-item${item.danger === true ? ' danger' : ''}`, '', () => this.#choose(item));
        made.append(icon(item.icon), el('span', '', item.label));
        made.setAttribute('role', 'menuitem');
        return made;
    }
    #quick(item) {
        const made = button('menu-emoji', item.text, () => this.#choose(item));
        made.setAttribute('role', 'menuitemcheckbox');
        made.setAttribute('aria-label', item.label);
        made.setAttribute('aria-checked', String(item.pressed));
        made.title = item.label;
        return made;
    }
    #choose(item) {
        this.close();
        item.run();
    }
    #buttons() {
        return [...this.#box.querySelectorAll('button')];
    }
    #key(event) {
        const buttons = this.#buttons();
        const at = buttons.indexOf(document.activeElement);
        const to = (index) => buttons[(index + buttons.length) % buttons.length]?.focus();
        switch (event.key) {
            case 'Escape':
            case 'Tab':
                this.close();
                break;
            case 'ArrowDown':
            case 'ArrowRight':
                to(at + 1);
                break;
            case 'ArrowUp':
            case 'ArrowLeft':
                to(at - 1);
                break;
            case 'Home':
                to(0);
                break;
            case 'End':
                to(-1);
                break;
            default: return;
        }
        event.preventDefault();
        event.stopPropagation();
    }
    #place(anchor) {
        const { style } = this.#box;
        style.top = style.left = '';
        this.#box.classList.toggle('sheet', narrow.matches);
        if (narrow.matches)
            return;
        const at = anchor.getBoundingClientRect();
        const { offsetWidth: width, offsetHeight: height } = this.#box;
        const below = at.bottom + 4 + height <= innerHeight;
        style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
        style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
    }
}
function quickRow(items) {
    const row = el('div', 'menu-quick', ...items);
    row.setAttribute('role', 'group');
    return row;
}
