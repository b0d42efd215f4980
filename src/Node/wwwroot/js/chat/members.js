import { permissionsOf } from '../client/index.js';
/** Of a larger room only so many are fetched; the rest are known when they are here or do something. */
const most = 1_000;
const pageSize = 200;
/** Who is a member, and as what: fetched once, then followed through the room's events. */
export class Members {
    #members = new Map();
    /** What somebody may do otherwise than their role: it stays when the role changes. */
    #exceptions = new Map();
    #total;
    get(user) {
        return this.#members.get(user);
    }
    get all() {
        return [...this.#members.values()];
    }
    /** How many there are, fetched or not; undefined as long as nobody has said. */
    get total() {
        return this.#total === undefined ? undefined : Math.max(this.#total, this.#members.size);
    }
    /** What cannot be fetched stays as it was: a member list is worth less than the room. */
    async load(api, roomId) {
        try {
            const fetched = [];
            let after;
            let total;
            do {
                const page = await api.members(roomId, { limit: pageSize, ...(after === undefined ? {} : { after }) });
                fetched.push(...page.members);
                total = page.total;
                after = page.has_more ? page.members.at(-1)?.user_id : undefined;
            } while (after !== undefined && fetched.length < most);
            this.#members.clear();
            this.#exceptions.clear();
            for (const member of fetched) {
                this.#members.set(member.user_id, member);
                this.#exceptions.set(member.user_id, exceptionsOf(member));
            }
            this.#total = total ?? fetched.length;
            return true;
        }
        catch {
            return false;
        }
    }
    /** A role that is known otherwise, as one's own is from the join. */
    learn(user, role) {
        if (this.#members.get(user)?.role !== role)
            this.#set(user, role);
    }
    /** Whether the event changed anything. */
    happened(event) {
        switch (event.type) {
            case 'join':
                this.#count(event.user_id, 1);
                this.#set(event.user_id, event.data.role ?? 'member', event.timestamp);
                return true;
            case 'leave': return this.#remove(event.user_id);
            case 'system':
                if (event.event === 'ownership_transferred')
                    return this.#handOver(event.data.user_id);
                return 'data' in event && 'user_id' in event.data ? this.#moderated(event) : false;
            default: return false;
        }
    }
    #moderated({ event, data, timestamp }) {
        const user = data.user_id;
        const member = this.#members.get(user);
        switch (event) {
            case 'ban':
            case 'kick': return this.#remove(user);
            case 'member_added':
                this.#count(user, 1);
                this.#set(user, data.role ?? 'member', timestamp);
                return true;
            case 'role':
                this.#set(user, data.role ?? 'member');
                return true;
            case 'permissions':
                this.#exceptions.set(user, { granted: data.granted ?? [], revoked: data.revoked ?? [] });
                if (member !== undefined)
                    this.#set(user, member.role);
                return true;
            case 'mute':
            case 'unmute': {
                if (member === undefined)
                    return false;
                const { muted: _, muted_until: __, ...speaking } = member;
                const muted = { ...speaking, muted: true, ...(data.until === undefined ? {} : { muted_until: data.until }) };
                this.#members.set(user, event === 'mute' ? muted : speaking);
                return true;
            }
            default: return false;
        }
    }
    #handOver(to) {
        for (const { user_id, role } of this.all)
            if (role === 'owner' && user_id !== to)
                this.#set(user_id, 'admin');
        this.#set(to, 'owner');
        return true;
    }
    #set(user, role, joined_at) {
        const before = this.#members.get(user);
        const since = joined_at ?? before?.joined_at;
        this.#members.set(user, {
            ...before, user_id: user, role, permissions: permissionsAfter(role, this.#exceptions.get(user)), ...(since === undefined ? {} : { joined_at: since }),
        });
    }
    #remove(user) {
        this.#count(user, -1);
        // Who comes back finds what was taken from them still taken, and nothing else.
        const exceptions = this.#exceptions.get(user);
        if (exceptions !== undefined)
            this.#exceptions.set(user, { ...exceptions, granted: [] });
        return this.#members.delete(user);
    }
    #count(user, change) {
        const known = this.#members.has(user);
        if (this.#total !== undefined && known === (change === -1))
            this.#total += change;
    }
}
/** An owner's permissions cannot be cut. */
function permissionsAfter(role, { granted, revoked } = { granted: [], revoked: [] }) {
    return role === 'owner' ? permissionsOf.owner : [...new Set([...permissionsOf[role], ...granted])].filter(one => !revoked.includes(one));
}
function exceptionsOf({ role, permissions }) {
    const usual = permissionsOf[role];
    return { granted: permissions.filter(one => !usual.includes(one)), revoked: usual.filter(one => !permissions.includes(one)) };
}
