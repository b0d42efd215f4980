import { avatar } from './avatar.js';
import { el, part, setText } from './dom.js';
import { presentWords, statusWords } from './wording.js';
const order = ['online', 'busy', 'away', 'offline'];
/** Who is here, oneself first, then by status and name; without a connection, who was here when there was one. */
export class People {
    #list = part('people');
    #counts = [...document.querySelectorAll('[data-people-count]')];
    #own = part('own-status');
    #hues;
    #me;
    #stop = new AbortController();
    #users = [];
    #stale = false;
    constructor(hues, me, setStatus) {
        this.#hues = hues;
        this.#me = me;
        this.#own.value = 'online';
        const { signal } = this.#stop;
        this.#own.addEventListener('change', () => setStatus(this.#own.value), { signal });
        this.#draw();
    }
    show(users) {
        this.#users = users;
        this.#draw();
        // Another tab of ours may have changed it.
        const own = users.find(user => user.user_id === this.#me());
        if (own !== undefined && document.activeElement !== this.#own)
            this.#own.value = own.status;
    }
    /** Whether what is shown may not be true any more. */
    stale(stale) {
        if (stale === this.#stale)
            return;
        this.#stale = stale;
        this.#draw();
    }
    dispose() {
        this.#stop.abort();
        this.#users = [];
        this.#stale = false;
        this.#draw();
    }
    #draw() {
        const users = this.#users;
        const me = this.#me();
        const sorted = [...users].sort((a, b) => Number(b.user_id === me) - Number(a.user_id === me)
            || order.indexOf(a.status) - order.indexOf(b.status)
            || a.user_id.localeCompare(b.user_id));
        this.#list.replaceChildren(...sorted.map(user => this.#person(user, user.user_id === me)));
        for (const count of this.#counts) {
            const inWords = count.dataset['peopleCount'] === 'words';
            const number = users.length === 0 ? '' : String(users.length);
            setText(count, inWords ? presentWords(users.length, this.#stale) : number);
        }
        part('chat-screen').classList.toggle('stale', this.#stale);
        setText(part('people-when'), this.#stale ? 'Last seen here' : 'Here now');
    }
    #person(user, isMe) {
        const name = el('span', 'name', user.user_id);
        name.dir = 'auto';
        const status = statusWords(user.status, this.#stale);
        const detail = user.custom_status ?? (user.status === 'online' ? '' : status);
        const dot = el('span', 'dot');
        const face = el('span', 'face', avatar(user.user_id, this.#hues.of(user.user_id)), dot);
        const line = el('span', 'name-line', name, ...(isMe ? [el('span', 'tag', 'you')] : []));
        const text = el('span', 'who', line, el('span', 'detail', detail));
        const made = el('li', 'person', face, text, el('span', 'visually-hidden', status));
        made.dataset['testid'] = 'person';
        made.dataset['user'] = user.user_id;
        made.dataset['status'] = user.status;
        made.title = `${user.user_id}: ${status}`;
        return made;
    }
}
