/** Who is in one room, by snapshot and diffs, or how many, by counts. Versions rise by one, so a diff that was missed shows. */
export class PresenceView {
    #version;
    #users = new Map();
    #unnamed = 0;
    /** In the order of their ids. */
    get users() {
        return [...this.#users.values()].sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
    }
    /** How many are here, named or not. */
    get size() {
        return this.#users.size + this.#unnamed;
    }
    /** Replaces everything: another connection may count its versions from elsewhere. */
    replace(snapshot) {
        this.#version = snapshot.version;
        this.#unnamed = snapshot.count - snapshot.users.length;
        this.#users = new Map(snapshot.users.filter(user => user.status !== 'offline').map(user => [user.user_id, user]));
    }
    /** Says everything by itself, so that there is no gap before it; but a snapshot that was asked for may have overtaken it. */
    count(told) {
        if (this.#version !== undefined && told.version <= this.#version)
            return 'old';
        this.replace({ version: told.version, users: [], count: told.count });
        return 'changed';
    }
    apply(diff) {
        if (this.#version === undefined || diff.version > this.#version + 1)
            return 'gap';
        if (diff.version <= this.#version)
            return 'old';
        this.#version = diff.version;
        for (const user of diff.changes) {
            if (user.status === 'offline')
                this.#users.delete(user.user_id);
            else
                this.#users.set(user.user_id, user);
        }
        return 'changed';
    }
    /** What is shown stays until the next snapshot; no diff can follow on it. */
    outdated() {
        this.#version = undefined;
    }
}
