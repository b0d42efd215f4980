import { StreamingError } from './errors.js';
import { readResumeAck } from './readers.js';
/** The rooms that the application holds, and how a new connection gets back those that it joined. */
export class Rooms {
    #requests;
    #ids;
    #resumeFailed;
    #rooms = new Map();
    /** True from the answer to a welcome's resume on, or at once for a new session: from then on rooms may be joined. */
    #ready = false;
    /** `resumeFailed` is called when the session cannot be taken up again. */
    constructor(requests, ids, resumeFailed) {
        this.#requests = requests;
        this.#ids = ids;
        this.#resumeFailed = resumeFailed;
    }
    get ready() {
        return this.#ready;
    }
    get(roomId) {
        return this.#rooms.get(roomId);
    }
    add(room) {
        this.#rooms.set(room.id, room);
    }
    remove(room) {
        if (this.#rooms.get(room.id) === room)
            this.#rooms.delete(room.id);
    }
    /** A new session knows no rooms and is told all of them; a resumed one is told where we stood in each. */
    restore(welcome) {
        if (!welcome.resumed) {
            this.#ready = true;
            for (const room of this.#all())
                room.connect();
            return;
        }
        const positions = {};
        for (const roomId of welcome.rooms) {
            const position = this.#rooms.get(roomId)?.position;
            if (position !== undefined)
                positions[roomId] = position;
        }
        // Even without positions: the server delivers nothing until it has heard this.
        this.#requests.ask({ type: 'resume', id: this.#ids.next(), data: { positions } }, outcome => this.#resumed(outcome, welcome.rooms));
    }
    suspend() {
        this.#ready = false;
        for (const room of this.#all())
            room.suspend();
    }
    closeAll(error) {
        for (const room of this.#all())
            room.close(error);
    }
    #resumed(outcome, inSession) {
        if (outcome.kind === 'lost' || outcome.kind === 'unsent')
            return;
        const answer = outcome.kind === 'answered' ? outcome.answer : undefined;
        const rooms = answer?.type === 'ack' ? readResumeAck(answer.data) : undefined;
        if (rooms === undefined) {
            this.#resumeFailed('resume failed');
            return;
        }
        this.#ready = true;
        // Left while there was no connection to say so.
        for (const roomId of inSession) {
            if (!this.#wanted(roomId))
                this.#requests.ask({ type: 'leave', id: this.#ids.next(), room_id: roomId }, () => { });
        }
        for (const room of this.#all())
            room.resume(rooms.get(room.id));
    }
    #wanted(roomId) {
        const room = this.#rooms.get(roomId);
        return room !== undefined && room.state.name !== 'new';
    }
    #all() {
        return [...this.#rooms.values()];
    }
}
