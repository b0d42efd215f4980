import { avatar } from './avatar.js';
import { el, part, setText } from './dom.js';
import { plural } from './format.js';
const labels = { online: 'Online', away: 'Away', busy: 'Busy', offline: 'Offline' };
const order = ['online', 'busy', 'away', 'offline'];
/** Who is here, oneself first, then by status and name. */
export class People {
    #list = part('people');
    #counts = [...document.querySelectorAll('[data-people-count]')];
    #own = part('own-status');
    #hues;
    #me;
    #stop = new AbortController();
    constructor(hues, me, setStatus) {
        this.#hues = hues;
        this.#me = me;
        this.#own.value = 'online';
        const { signal } = this.#stop;
        this.#own.addEventListener('change', () => setStatus(this.#own.value), { signal });
        this.show([]);
    }
    show(users) {
        const me = this.#me();
        const sorted = [...users].sort((a, b) => Number(b.user_id === me) - Number(a.user_id === me)
            || order.indexOf(a.status) - order.indexOf(b.status)
            || a.user_id.localeCompare(b.user_id));
        this.#list.replaceChildren(...sorted.map(user => person(user, this.#hues.of(user.user_id), user.user_id === me)));
        for (const count of this.#counts) {
            const inWords = count.dataset['peopleCount'] === 'words';
            const text = inWords ? plural(users.length, 'person', 'people') : String(users.length);
            setText(count, users.length === 0 ? '' : text);
        }
        // Another tab of ours may have changed it.
        const own = users.find(user => user.user_id === me);
        if (own !== undefined && document.activeElement !== this.#own)
            this.#own.value = own.status;
    }
    dispose() {
        this.#stop.abort();
        this.show([]);
    }
}
function person(user, hue, isMe) {
    const name = el('span', 'name', user.user_id);
    name.dir = 'auto';
    const detail = user.custom_status ?? (user.status === 'online' ? '' : labels[user.status]);
    const dot = el('span', 'dot');
    const face = el('span', 'face', avatar(user.user_id, hue), dot);
    const line = el('span', 'name-line', name, ...(isMe ? [el('span', 'tag', 'you')] : []));
    const text = el('span', 'who', line, el('span', 'detail', detail));
    const made = el('li', 'person', face, text, el('span', 'visually-hidden', labels[user.status]));
    made.dataset['testid'] = 'person';
    made.dataset['user'] = user.user_id;
    made.dataset['status'] = user.status;
    made.title = `${user.user_id}: ${labels[user.status]}`;
    return made;
}
