import { el, icon, part, setText } from './dom.js';
import { isDirect } from './names.js';
/** The rooms of this page, with what is unread in each: a column where there is room, a drawer where there is not. */
export class RoomsPanel {
    #events;
    #panel = part('rooms-panel');
    #toggle = part('rooms-toggle');
    #veil = part('rooms-veil');
    #behind = [part('chat-header'), part('chat-main')];
    #wide = matchMedia('(min-width: 60rem)');
    #over = false;
    constructor(events) {
        this.#events = events;
        this.#toggle.addEventListener('click', () => this.#set(!this.#over));
        this.#veil.addEventListener('click', () => this.close());
        part('rooms-close').addEventListener('click', () => this.close());
        this.#panel.addEventListener('keydown', event => { if (event.key === 'Escape')
            this.close(); });
        this.#wide.addEventListener('change', () => this.#set(false));
        this.#set(false);
    }
    show(rooms, me) {
        const draw = (lines) => lines.map(line => this.#line(line));
        part('rooms').replaceChildren(...draw(rooms.filter(room => !isDirect(room.roomId))));
        const direct = rooms.filter(room => isDirect(room.roomId));
        part('directs').replaceChildren(...draw(direct));
        part('directs-head').hidden = direct.length === 0;
        const elsewhere = rooms.some(room => !room.current && room.unread !== '');
        part('rooms-badge').hidden = !elsewhere;
        this.#toggle.setAttribute('aria-label', elsewhere ? 'Rooms; something is unread' : 'Rooms');
        setText(part('own-name'), me);
    }
    close() {
        if (!this.#over)
            return;
        this.#set(false);
        this.#toggle.focus();
    }
    #line(line) {
        const mark = isDirect(line.roomId) ? icon('direct') : el('span', 'hash', '#');
        mark.setAttribute('aria-hidden', 'true');
        const title = el('span', 'room-line-title', line.title);
        title.dir = 'auto';
        const open = el('button', 'room-line', mark, title);
        open.type = 'button';
        if (line.current)
            open.setAttribute('aria-current', 'page');
        if (line.unread !== '') {
            const count = el('span', 'unread-count', line.unread, el('span', 'visually-hidden', ' unread'));
            count.dataset['testid'] = 'unread';
            open.append(count);
        }
        open.addEventListener('click', () => {
            this.#set(false);
            this.#events.open(line.roomId);
        });
        const close = el('button', 'room-close', icon('close'));
        close.type = 'button';
        close.title = `Take ${line.title} off the list`;
        close.setAttribute('aria-label', close.title);
        close.addEventListener('click', () => this.#events.close(line.roomId));
        const made = el('li', 'room-item', open, close);
        made.dataset['testid'] = 'room-line';
        made.dataset['room'] = line.roomId;
        return made;
    }
    #set(open) {
        const over = open && !this.#wide.matches;
        this.#over = over;
        this.#panel.classList.toggle('open', over);
        this.#panel.inert = !over && !this.#wide.matches;
        this.#veil.hidden = !over;
        this.#toggle.setAttribute('aria-expanded', String(over));
        for (const behind of this.#behind)
            behind.inert = over;
        if (over)
            part('rooms-close').focus();
    }
}
