import { StreamingError } from './errors.js';
import { Lane } from './lane.js';
/**
 * Messages on their way to the log: written while offline, sent and not yet acked, or refused for now. Bounded;
 * full means that `send` fails at once with `queue_full`, so that the writer and not the memory gives way.
 */
export class SendQueue {
    #parts;
    #lanes = new Map();
    #waiting = 0;
    constructor(parts) {
        this.#parts = parts;
    }
    get waiting() {
        return this.#waiting;
    }
    /** Settles with the server's word on the message: its ack, or a StreamingError. */
    send(request) {
        if (this.#waiting >= this.#parts.limit)
            return Promise.reject(StreamingError.queueFull(this.#parts.limit));
        return new Promise((resolve, reject) => {
            const letter = {
                request,
                firstTriedAt: undefined,
                acked: ack => { this.#count(-1); resolve(ack); },
                failed: error => { this.#count(-1); reject(error); },
            };
            this.#count(1);
            this.#lane(request.room_id).push(letter);
        });
    }
    /** The room is there on this connection, which takes messages of up to this many bytes. */
    open(roomId, maxMessageBytes) {
        this.#lane(roomId).open(maxMessageBytes);
    }
    /** The connection is gone: everything stays in its lane until its room is back. */
    pause() {
        for (const lane of this.#lanes.values())
            lane.pause();
    }
    /** Nothing more goes to this room: what waits fails. */
    end(roomId, error) {
        const lane = this.#lanes.get(roomId);
        this.#lanes.delete(roomId);
        lane?.end(error);
    }
    endAll(error) {
        for (const roomId of [...this.#lanes.keys()])
            this.end(roomId, error);
    }
    #lane(roomId) {
        let lane = this.#lanes.get(roomId);
        if (lane === undefined) {
            lane = new Lane(this.#parts.requests, this.#parts.clock, this.#parts.backoff());
            this.#lanes.set(roomId, lane);
        }
        return lane;
    }
    #count(change) {
        this.#waiting += change;
        this.#parts.changed(this.#waiting);
    }
}
