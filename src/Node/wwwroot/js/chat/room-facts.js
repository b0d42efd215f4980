/** What is known of the room itself: fetched once, then followed through its events. */
export class RoomFacts {
    #facts;
    constructor(roomId) {
        this.#facts = { archived: false, locked: false, direct: roomId.startsWith('direct:') };
    }
    get now() {
        return this.#facts;
    }
    /** What cannot be fetched stays as it was. */
    async load(api, roomId) {
        try {
            const info = await api.room(roomId);
            this.#facts = info;
            return info;
        }
        catch {
            return undefined;
        }
    }
    /** Whether the event changed anything. */
    happened(event) {
        if (event.type !== 'system')
            return false;
        const { archived, locked, owner, created_at, lock } = this.#facts;
        const kept = { archived, locked, ...(owner === undefined ? {} : { owner }), ...(created_at === undefined ? {} : { created_at }) };
        switch (event.event) {
            case 'room_created':
                this.#facts = { ...kept, ...event.data, owner: event.user_id, created_at: event.timestamp };
                break;
            case 'room_updated':
                this.#facts = { ...kept, ...(lock === undefined ? {} : { lock }), ...event.data };
                break;
            case 'room_archived':
                this.#facts = { ...this.#facts, archived: true };
                break;
            case 'room_restored':
                this.#facts = { ...this.#facts, archived: false };
                break;
            case 'room_locked':
                this.#facts = { ...this.#facts, locked: true, lock: { ...event.data, by: event.user_id, at: event.timestamp } };
                break;
            case 'room_unlocked': {
                const { lock: _, ...rest } = this.#facts;
                this.#facts = { ...rest, locked: false };
                break;
            }
            case 'ownership_transferred':
                this.#facts = { ...this.#facts, owner: event.data.user_id };
                break;
            default: return false;
        }
        return true;
    }
}
