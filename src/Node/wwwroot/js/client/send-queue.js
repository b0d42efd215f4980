import { StreamingError } from './errors.js';
import { Lane } from './lane.js';
/** What one lane is for. A message that waits in slow mode must not hold up a reaction. */
const purposes = ['messages', 'changes'];
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
    /** Settles with the server's word on the request: its ack as `read` has it, or a StreamingError. */
    send(request, read) {
        if (this.#waiting >= this.#parts.limit)
            return Promise.reject(StreamingError.queueFull(this.#parts.limit));
        return new Promise((resolve, reject) => {
            const letter = {
                request,
                firstTriedAt: undefined,
                acked: data => {
                    this.#count(-1);
                    const ack = read(data);
                    if (ack === undefined)
                        reject(StreamingError.badAnswer());
                    else
                        resolve(ack);
                },
                failed: error => { this.#count(-1); reject(error); },
            };
            this.#count(1);
            this.#lane(request.room_id, purposeOf(request)).push(letter);
        });
    }
    /** The room is there on this connection, which takes messages of up to this many bytes. */
    open(roomId, maxMessageBytes) {
        for (const purpose of purposes)
            this.#lane(roomId, purpose).open(maxMessageBytes);
    }
    /** The connection is gone: everything stays in its lane until its room is back. */
    pause() {
        for (const lanes of this.#lanes.values())
            for (const lane of lanes.values())
                lane.pause();
    }
    /** Nothing more goes to this room: what waits fails. */
    end(roomId, error) {
        const lanes = this.#lanes.get(roomId);
        this.#lanes.delete(roomId);
        for (const lane of lanes?.values() ?? [])
            lane.end(error);
    }
    endAll(error) {
        for (const roomId of [...this.#lanes.keys()])
            this.end(roomId, error);
    }
    #lane(roomId, purpose) {
        let lanes = this.#lanes.get(roomId);
        if (lanes === undefined)
            this.#lanes.set(roomId, (lanes = new Map()));
        let lane = lanes.get(purpose);
        if (lane === undefined) {
            const { requests, clock, backoff, held } = this.#parts;
            lane = new Lane(requests, clock, backoff(), (error, retryInMs) => held(roomId, error, retryInMs));
            lanes.set(purpose, lane);
        }
        return lane;
    }
    #count(change) {
        this.#waiting += change;
        this.#parts.changed(this.#waiting);
    }
}
function purposeOf(request) {
    return request.type === 'message' && !('event' in request) ? 'messages' : 'changes';
}
