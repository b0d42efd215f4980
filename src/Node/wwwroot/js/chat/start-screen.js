import { inviteInAddress, roomInAddress } from './address-bar.js';
import { button, part, setText } from './dom.js';
import { isDirect, toId, withoutHash } from './names.js';
import { keyOf, recentRooms } from './recent-rooms.js';
import { onOtherTab, recall } from './storage.js';
/** Where one picks a name and a room. Remembers both; an address with a room has the last word on that. */
export class StartScreen {
    #form = part('start-form');
    #name = part('name');
    #room = part('room');
    #problem = part('start-problem');
    #recent = part('recent');
    constructor(enter) {
        this.#form.addEventListener('submit', event => {
            event.preventDefault();
            const name = this.#read(this.#name, 'name');
            const room = this.#read(this.#room, 'room');
            // An invite is for the room of the address, not for another that was written instead.
            const invite = room === roomInAddress() ? inviteInAddress() : undefined;
            if (name !== undefined && room !== undefined)
                enter(name, room, invite);
            else
                (name === undefined ? this.#name : this.#room).focus();
        });
        for (const input of [this.#name, this.#room]) {
            input.addEventListener('input', () => {
                input.dataset['touched'] = 'true';
                this.#say(input, '');
            });
        }
        // While an input method composes, the text is its own.
        this.#room.addEventListener('input', event => { if (!event.isComposing)
            this.#dropHash(); });
        this.#room.addEventListener('compositionend', () => this.#dropHash());
        // Chosen in another tab: this one follows, unless somebody is at it already.
        onOtherTab('name', value => this.#suggest(this.#name, value));
        onOtherTab('room', value => { if (roomInAddress() === undefined)
            this.#suggest(this.#room, value); });
        this.#name.addEventListener('change', () => this.#listRecent());
        addEventListener('storage', event => { if (event.key?.endsWith(keyOf(this.#name.value)) === true)
            this.#listRecent(); });
    }
    show(problem = '') {
        for (const input of [this.#name, this.#room]) {
            delete input.dataset['touched'];
            this.#say(input, '');
        }
        this.#suggest(this.#name, recall('tab', 'name') ?? recall('device', 'name'));
        const invited = roomInAddress();
        this.#suggest(this.#room, invited ?? recall('device', 'room') ?? 'lobby');
        setText(part('start-title'), invited === undefined ? 'Come on in' : `Join #${invited}`);
        this.#problem.hidden = problem === '';
        setText(this.#problem, problem);
        this.#listRecent();
        document.title = 'Rooms';
        (this.#name.value === '' ? this.#name : problem === '' ? part('join') : this.#room).focus();
    }
    #read(input, what) {
        const named = toId(input.value, what);
        this.#say(input, 'problem' in named ? named.problem : '');
        return 'id' in named ? named.id : undefined;
    }
    #say(input, problem) {
        input.toggleAttribute('aria-invalid', problem !== '');
        if (problem !== '')
            input.setAttribute('aria-invalid', 'true');
        setText(part(`${input.id}-problem`), problem);
    }
    /** The # stands before the field already. */
    #dropHash() {
        const { value, selectionStart } = this.#room;
        const kept = withoutHash(value);
        if (kept === value)
            return;
        const caret = Math.max(0, (selectionStart ?? value.length) - (value.length - kept.length));
        this.#room.value = kept;
        this.#room.setSelectionRange(caret, caret);
    }
    #suggest(input, value) {
        if (value !== undefined && input.dataset['touched'] === undefined)
            input.value = value;
    }
    #listRecent() {
        const rooms = recentRooms(this.#name.value).filter(room => !isDirect(room));
        this.#recent.hidden = rooms.length === 0;
        part('recent-list').replaceChildren(...rooms.map(room => button('chip', `#${room}`, () => {
            this.#room.value = room;
            this.#form.requestSubmit();
        })));
    }
}
