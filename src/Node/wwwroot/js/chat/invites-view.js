import { linkTo } from './address-bar.js';
import { ask } from './ask.js';
import { copy } from './clipboard.js';
import { button, el, part, setText } from './dom.js';
import { momentOf } from './format.js';
import { attempt } from './toast.js';
import { whyNot } from './wording.js';
const ends = [
    ['3600', 'In an hour'], ['86400', 'In a day'], ['604800', 'In a week'], ['', 'Never'],
];
/** The invites of a room, for those who may make them. */
export class InvitesView {
    #box = part('invites-box');
    #list = part('invites');
    #status = part('invites-status');
    #new = part('invite-new');
    #api;
    #roomId;
    constructor(api, roomId) {
        this.#api = api;
        this.#roomId = roomId;
        this.#box.hidden = true;
        this.#new.onclick = () => this.#ask();
    }
    async show(allowed) {
        this.#box.hidden = !allowed;
        if (!allowed)
            return;
        try {
            const invites = await this.#api.invites(this.#roomId);
            setText(this.#status, invites.length === 0 ? 'There are no invites.' : '');
            this.#list.replaceChildren(...invites.map(invite => this.#draw(invite)));
        }
        catch (error) {
            setText(this.#status, whyNot(error));
        }
    }
    dispose() {
        this.#list.replaceChildren();
        this.#new.onclick = null;
    }
    #draw(invite) {
        const used = `${invite.used_count ?? 0} of ${invite.max_uses ?? 'any number'} used`;
        const end = invite.expires_at === undefined ? '' : `, until ${momentOf(new Date(invite.expires_at))}`;
        const code = el('code', 'invite-code', invite.code);
        const made = el('li', 'invite', el('span', 'invite-text', code, el('span', 'detail', `${used}${end}${invite.created_by === undefined ? '' : `, by ${invite.created_by}`}`)), button('link', 'Copy link', () => void copy(linkTo(this.#roomId, invite.code), 'Invite link copied.')), button('link', 'Take back', () => void this.#revoke(invite)));
        made.dataset['testid'] = 'invite';
        return made;
    }
    async #revoke(invite) {
        if (await attempt(this.#api.revokeInvite(this.#roomId, invite.code), 'The invite is not valid any more.'))
            await this.show(true);
    }
    #ask() {
        ask({
            title: 'Invite people',
            confirm: 'Make the invite',
            fields: [
                { kind: 'choice', name: 'end', label: 'Ends', value: '604800', options: ends },
                { kind: 'number', name: 'uses', label: 'For how many people', value: 10, least: 1, most: 1_000 },
            ],
            submit: async (answers) => {
                const invite = await this.#api.createInvite(this.#roomId, { max_uses: answers.number('uses'), ...endOf(answers) });
                await this.show(true);
                await copy(linkTo(this.#roomId, invite.code), 'Invite link copied.');
            },
        });
    }
}
function endOf(answers) {
    const seconds = answers.text('end');
    return seconds === undefined ? {} : { expires_at: new Date(Date.now() + Number(seconds) * 1_000).toISOString() };
}
