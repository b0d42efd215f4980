import { part, setText } from './dom.js';
export const views = { people: 'People', search: 'Search', pins: 'Pinned messages', thread: 'Thread', room: 'About this room' };
/**
 * What stands beside the messages: people, or something else in their place. Where there is room it is always there, and
 * closing something else brings the people back; on a narrow screen it comes over the messages, and goes.
 */
export class SidePanel {
    #panel = part('side');
    #veil = part('veil');
    #behind = [part('chat-header'), part('chat-main'), part('rooms-panel')];
    #wide = matchMedia('(min-width: 60rem)');
    #changed;
    #view = 'people';
    #over = false;
    #back;
    /** `changed` is told which view is on the screen. */
    constructor(changed) {
        this.#changed = changed;
        this.#veil.addEventListener('click', () => this.close());
        part('side-close').addEventListener('click', () => this.close());
        this.#panel.addEventListener('keydown', event => { if (event.key === 'Escape' && !event.defaultPrevented)
            this.close(); });
        this.#wide.addEventListener('change', () => {
            this.#view = 'people';
            this.#over = false;
            this.#show();
        });
        for (const button of document.querySelectorAll('[data-view]')) {
            button.addEventListener('click', () => this.toggle(button.dataset['view'], button));
        }
        this.#show();
    }
    /** The view that can be seen. */
    get view() {
        return this.#wide.matches || this.#over ? this.#view : undefined;
    }
    toggle(view, from) {
        if (this.view === view && view !== 'people')
            this.close();
        else
            this.open(view, from);
    }
    open(view, from) {
        this.#back = from ?? (document.activeElement instanceof HTMLElement ? document.activeElement : undefined);
        this.#view = view;
        this.#over = !this.#wide.matches;
        this.#show();
        const first = part(`${view}-view`).querySelector('[data-autofocus]');
        (first ?? part('side-close')).focus();
    }
    /** Out of the way of what it led to. */
    yield() {
        if (this.#over)
            this.close();
    }
    close() {
        if (!this.#over && this.#view === 'people')
            return;
        this.#view = 'people';
        this.#over = false;
        this.#show();
        this.#back?.focus({ preventScroll: true });
        this.#back = undefined;
    }
    #show() {
        const over = this.#over;
        this.#panel.classList.toggle('open', over);
        part('chat-screen').classList.toggle('side-wide', this.#view !== 'people');
        // Off the screen it must be out of reach of the keyboard too.
        this.#panel.inert = !over && !this.#wide.matches;
        this.#veil.hidden = !over;
        for (const behind of this.#behind)
            behind.inert = over;
        setText(part('side-title'), views[this.#view]);
        part('side-close').hidden = !over && this.#view === 'people';
        for (const view of Object.keys(views))
            part(`${view}-view`).hidden = view !== this.#view;
        for (const button of document.querySelectorAll('[data-view]')) {
            button.setAttribute('aria-expanded', String(this.view === button.dataset['view']));
        }
        this.#changed(this.view);
    }
}
