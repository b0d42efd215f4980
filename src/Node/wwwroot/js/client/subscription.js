import { StreamingError } from './errors.js';
import { at, placeOf } from './position.js';
import { readJoinAck } from './readers.js';
import { defined } from './shapes.js';
/** A gap asked for this often in vain is not coming back. */
const repairsPerGap = 3;
/**
 * One room's place in its log, kept through every connection: joins, picks up where it was, lets each event through
 * once and in order, and asks again for what is missing.
 *
 *     idle → joining → live → joining (a gap) → live …       idle on a lost connection, ended for good
 *
 * Nothing is let through while joining: what the room sends meanwhile comes again behind the ack.
 */
export class Subscription {
    #parts;
    #observer;
    #phase = 'idle';
    #position;
    #cancelWait = () => { };
    #repairs = 0;
    /** `start` is where to pick up (seq 0: at the beginning); without one, at the head that the join finds. */
    constructor(parts, start, observer) {
        this.#parts = parts;
        this.#position = start;
        this.#observer = observer;
    }
    /** The last event that was let through. */
    get position() {
        return this.#position;
    }
    /** There is a connection that knows nothing of this room. */
    join() {
        if (this.#phase === 'ended')
            return;
        this.#cancelWait();
        this.#phase = 'joining';
        const asked = this.#position;
        this.#parts.requests.ask(this.#request(asked), outcome => this.#joined(outcome, asked));
    }
    /** There is a connection that holds our session; this is what it says of the room, if anything. */
    resumed(room) {
        if (this.#phase === 'ended')
            return;
        if (room === undefined || this.#position === undefined)
            this.join();
        else if ('error' in room)
            this.#refused(room.error);
        else
            this.#continue(room, this.#position, undefined);
    }
    /** The connection is gone. */
    suspend() {
        if (this.#phase === 'ended')
            return;
        this.#cancelWait();
        this.#phase = 'idle';
    }
    end() {
        this.#cancelWait();
        this.#phase = 'ended';
    }
    /** True when the event is the next one, and ours to deliver. */
    admit(seq) {
        if (this.#phase !== 'live' || this.#position === undefined)
            return false;
        switch (placeOf(seq, this.#position)) {
            case 'seen': return false;
            case 'beyond_a_gap': return this.#repair(seq);
            case 'next':
                this.#repairs = 0;
                this.#position = at(seq, this.#position.epoch);
                return true;
        }
    }
    /** The server's word that the log goes on elsewhere. */
    reset(reset) {
        if (this.#phase === 'live')
            this.#restart(reset);
    }
    #request(position) {
        const { ids, roomId, invite } = this.#parts;
        return {
            type: 'join',
            // A new id for each try: the ack has to say where the log stands now, not where it stood.
            id: ids.next(),
            room_id: roomId,
            ...defined({ since: position?.seq, epoch: position?.epoch, data: invite === undefined ? undefined : { invite } }),
        };
    }
    #joined(outcome, asked) {
        if (this.#phase !== 'joining')
            return;
        switch (outcome.kind) {
            case 'unsent':
            case 'lost': return; // The next connection joins again.
            case 'timed_out': return this.#wait(this.#parts.backoff.next());
            case 'answered': break;
        }
        const { answer } = outcome;
        if (answer.type === 'error') {
            this.#refused(answer.error);
            return;
        }
        const ack = answer.type === 'ack' ? readJoinAck(answer.data) : undefined;
        if (ack === undefined)
            this.#over(StreamingError.badAnswer());
        else
            this.#continue(ack, asked, ack);
    }
    #continue(room, asked, ack) {
        this.#parts.backoff.reset();
        this.#phase = 'live';
        if (asked === undefined)
            this.#position = at(room.seq, room.epoch);
        else if (room.recovered)
            this.#position = at(asked.seq, room.epoch);
        else
            this.#restart({ epoch: room.epoch, seq: room.first_seq - 1, first_seq: room.first_seq });
        this.#observer.live(room.seq, ack);
    }
    /** Says whether to let the event through all the same. */
    #repair(seq) {
        this.#repairs += 1;
        if (this.#repairs <= repairsPerGap) {
            this.join();
            return false;
        }
        // The server keeps skipping what it says it has. Going on with an honest break beats asking for ever.
        this.#restart({ epoch: this.#position?.epoch ?? '', seq: seq - 1, first_seq: seq });
        this.#position = at(seq, this.#position?.epoch);
        return true;
    }
    #restart(reset) {
        this.#repairs = 0;
        this.#position = at(Math.max(0, reset.seq), reset.epoch);
        this.#observer.reset(reset);
    }
    #refused(error) {
        if (error.retryable)
            this.#wait(error.retry_after_ms ?? this.#parts.backoff.next());
        else
            this.#over(StreamingError.refused(error, this.#parts.roomId));
    }
    #over(error) {
        this.end();
        this.#observer.refused(error);
    }
    #wait(delayMs) {
        this.#cancelWait();
        this.#phase = 'joining';
        this.#cancelWait = this.#parts.clock.schedule(delayMs, () => this.join());
    }
}
