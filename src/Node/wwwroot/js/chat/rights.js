import { isAbove, permissionsOf } from '../client/index.js';
import { momentOf } from './format.js';
/** Oneself in a room, as far as it decides what one may do. The server has the last word; this is what the page offers. */
export class Rights {
    #facts;
    #me;
    #now;
    constructor(facts, me, now) {
        this.#facts = facts;
        this.#me = me;
        this.#now = now;
    }
    get role() {
        return this.#me?.role ?? 'guest';
    }
    may(permission) {
        return (this.#me?.permissions ?? permissionsOf[this.role]).includes(permission);
    }
    /** Why nothing may be written now, in words; undefined when it may. */
    get silence() {
        const { archived, locked, lock } = this.#facts;
        if (archived)
            return 'This room is archived: it can be read, not written in.';
        if (locked && !isAbove(this.role, 'member'))
            return `This room is locked${lock?.reason === undefined ? '' : `: ${lock.reason}`}.`;
        if (isMuted(this.#me, this.#now)) {
            const until = this.#me?.muted_until;
            return until === undefined ? 'You are muted in this room.' : `You are muted until ${momentOf(new Date(until), this.#now)}.`;
        }
        return this.may('send_message') ? undefined : 'You may read here, but not write.';
    }
    get mayWrite() {
        return this.silence === undefined;
    }
    mayEdit(row) {
        return row.own && standsInLog(row) && this.mayWrite;
    }
    mayDelete(row) {
        return standsInLog(row) && (row.own || this.may('delete_message'));
    }
    mayPin(row) {
        return standsInLog(row) && this.mayWrite && (this.may('delete_message') || this.#facts.direct === true);
    }
    mayAnswer(row) {
        return standsInLog(row) && this.mayWrite;
    }
    get mayManage() {
        return this.may('manage_room') && this.#facts.direct !== true;
    }
    get mayInvite() {
        return this.may('invite_members') && this.#facts.direct !== true && !this.#facts.archived;
    }
    get mayModerate() {
        return this.may('remove_members') && this.#facts.direct !== true;
    }
    get isOwner() {
        return this.role === 'owner';
    }
    /** Whether the one may be removed, muted and so on: by who stands above them. */
    mayRemove(role) {
        return this.mayModerate && isAbove(this.role, role);
    }
    /** Whether the one's role and permissions may be changed. */
    mayPromote(role) {
        return this.may('manage_roles') && this.#facts.direct !== true && isAbove(this.role, role);
    }
}
/** A mute ends without an event. */
export function isMuted(member, now) {
    return member?.muted === true && (member.muted_until === undefined || new Date(member.muted_until) > now);
}
function standsInLog(row) {
    return row.id !== undefined && row.seq !== undefined && !row.deleted;
}
