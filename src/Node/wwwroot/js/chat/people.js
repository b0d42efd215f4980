import { avatar } from './avatar.js';
import { el, icon, part, setText } from './dom.js';
import { isMuted } from './rights.js';
import { presentWords, statusWords } from './wording.js';
const order = ['online', 'busy', 'away', 'offline'];
/** Roles that are worth a word beside a name. */
const badges = { owner: 'owner', admin: 'admin', moderator: 'mod' };
/** Members and who of them is here, oneself first; without a connection, who was here when there was one. */
export class People {
    #list = part('people');
    #absent = part('people-absent');
    #counts = [...document.querySelectorAll('[data-people-count]')];
    #own = part('own-status');
    #hues;
    #me;
    #events;
    #stop = new AbortController();
    #present = [];
    #here = 0;
    #members = [];
    #total;
    #stale = false;
    constructor(hues, me, events) {
        this.#hues = hues;
        this.#me = me;
        this.#events = events;
        const { signal } = this.#stop;
        this.#own.addEventListener('change', () => events.setStatus(this.#own.value), { signal });
        this.#draw();
    }
    /** `count` is how many are here, also where they are too many to be named. */
    show(present, count) {
        this.#present = present;
        this.#here = count;
        this.#draw();
        // Another tab of ours may have changed it.
        const own = present.find(user => user.user_id === this.#me());
        if (own !== undefined && document.activeElement !== this.#own)
            this.#own.value = own.status;
    }
    /** `total` counts members that were not fetched, too. */
    members(members, total) {
        this.#members = members;
        this.#total = total;
        this.#draw();
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
        this.#present = [];
        this.#here = 0;
        this.#members = [];
        this.#stale = false;
        this.#draw();
    }
    #draw() {
        const roles = new Map(this.#members.map(member => [member.user_id, member]));
        const here = new Set(this.#present.map(user => user.user_id));
        const present = this.#sorted(this.#present.map(user => personOf(user, roles.get(user.user_id))));
        // Where those who are here are too many to be named, nobody is known not to be.
        const named = this.#present.length === this.#here;
        const absent = !named ? [] : this.#sorted(this.#members.filter(member => !here.has(member.user_id))
            .map(member => personOf({ user_id: member.user_id, status: 'offline' }, member)));
        const focused = document.activeElement?.dataset['person'];
        this.#list.replaceChildren(...present.map(person => this.#person(person)));
        this.#absent.replaceChildren(...absent.map(person => this.#person(person)));
        if (focused !== undefined)
            document.querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
        for (const count of this.#counts) {
            const inWords = count.dataset['peopleCount'] === 'words';
            const number = this.#here === 0 ? '' : String(this.#here);
            setText(count, inWords ? presentWords(this.#here, this.#stale) : number);
        }
        part('chat-screen').classList.toggle('stale', this.#stale);
        setText(part('people-when'), this.#stale ? 'Last seen here' : 'Here now');
        const absentCount = this.#total === undefined ? absent.length : Math.max(absent.length, this.#total - this.#here);
        part('absent-head').hidden = absent.length === 0;
        setText(part('absent-count'), String(absentCount));
    }
    #sorted(people) {
        const me = this.#me();
        return [...people].sort((a, b) => Number(b.user_id === me) - Number(a.user_id === me)
            || order.indexOf(a.status) - order.indexOf(b.status)
            || a.user_id.localeCompare(b.user_id));
    }
    #person(person) {
        const { user_id, status } = person;
        const isMe = user_id === this.#me();
        const name = el('span', 'name', user_id);
        name.dir = 'auto';
        const words = statusWords(status, this.#stale && status !== 'offline');
        const detail = person.custom_status ?? person.activity ?? (status === 'online' || status === 'offline' ? '' : words);
        const face = el('span', 'face', avatar(user_id, this.#hues.of(user_id)), el('span', 'dot'));
        const badge = person.role === undefined ? undefined : badges[person.role];
        const tags = [...(isMe ? [el('span', 'tag', 'you')] : []), ...(badge === undefined ? [] : [el('span', `tag role-${person.role}`, badge)])];
        if (person.muted) {
            const muted = el('span', 'muted-mark', icon('muted'), el('span', 'visually-hidden', 'muted'));
            muted.title = 'Muted';
            tags.push(muted);
        }
        const text = el('span', 'who', el('span', 'name-line', name, ...tags), el('span', 'detail', detail));
        const open = el('button', 'person-button', face, text, el('span', 'visually-hidden', words));
        open.type = 'button';
        open.dataset['person'] = user_id;
        open.setAttribute('aria-haspopup', 'menu');
        open.addEventListener('click', () => this.#events.chosen(user_id, open));
        const made = el('li', 'person', open);
        made.dataset['testid'] = 'person';
        made.dataset['user'] = user_id;
        made.dataset['status'] = status;
        made.title = `${user_id}: ${words}${person.devices === undefined ? '' : ` (${person.devices.join(', ')})`}`;
        return made;
    }
}
function personOf(user, member) {
    const { metadata: _, ...shown } = user;
    return { ...shown, role: member?.role, muted: isMuted(member, new Date()) };
}
