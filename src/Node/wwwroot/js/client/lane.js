import { StreamingError } from './errors.js';
import { platform } from './platform.js';
/**
 * The server knows a request id again for 5 minutes (protocol, section 3). A try after that could log the message
 * twice; half a minute of that is left for the way there and for clocks that disagree.
 */
const retryWindowMs = 4.5 * 60_000;
/**
 * The messages of one room, one under way at a time. That is what keeps their order when the server refuses one for
 * now (`rate_limited`): with a second one behind it, that could slip in first. One round trip per message is still
 * faster than the rate a user is allowed; and a room that is slow holds up no other.
 *
 * A message is tried under the same id until it is acked or refused, through timeouts and reconnects, as long as the
 * server would know it again.
 */
export class Lane {
    #requests;
    #clock;
    #backoff;
    #held;
    #letters = [];
    #maxBytes;
    #underWay = false;
    #cancelWait;
    /** `held` is called when the room refuses the first message for now. */
    constructor(requests, clock, backoff, held) {
        this.#requests = requests;
        this.#clock = clock;
        this.#backoff = backoff;
        this.#held = held;
    }
    push(letter) {
        this.#letters.push(letter);
        this.#next();
    }
    open(maxBytes) {
        this.#maxBytes = maxBytes;
        this.#next();
    }
    pause() {
        this.#maxBytes = undefined;
        this.#cancelWait?.();
        this.#cancelWait = undefined;
    }
    end(error) {
        this.pause();
        for (const letter of this.#letters.splice(0))
            letter.failed(error);
    }
    #next() {
        if (this.#maxBytes === undefined || this.#underWay || this.#cancelWait !== undefined)
            return;
        const letter = this.#letters[0];
        if (letter === undefined)
            return;
        const obstacle = this.#obstacle(letter, this.#maxBytes);
        if (obstacle !== undefined) {
            this.#done(() => letter.failed(obstacle));
            return;
        }
        const triedBefore = letter.firstTriedAt;
        this.#underWay = true;
        letter.firstTriedAt ??= this.#clock.now();
        this.#requests.ask(letter.request, outcome => {
            // This try is known to have left nothing behind; one before it may have.
            if (leftNothing(outcome))
                letter.firstTriedAt = triedBefore;
            this.#settled(letter, outcome);
        });
    }
    #obstacle(letter, maxBytes) {
        if (letter.firstTriedAt !== undefined && this.#clock.now() - letter.firstTriedAt > retryWindowMs) {
            return StreamingError.outcomeUnknown();
        }
        // Checked here, for a frame that is far too large costs the connection (1009), and after each reconnect again.
        const bytes = new platform.TextEncoder().encode(JSON.stringify(letter.request)).length;
        if (bytes <= maxBytes)
            return undefined;
        const message = `${bytes} bytes; the server takes ${maxBytes}.`;
        return StreamingError.refused({ code: 'message_too_large', message, retryable: false }, letter.request.room_id);
    }
    #settled(letter, outcome) {
        this.#underWay = false;
        if (this.#letters[0] !== letter)
            return; // The lane has ended meanwhile, and has told the writer.
        switch (outcome.kind) {
            case 'unsent':
            case 'lost': return; // Goes out again when the room is back.
            case 'timed_out': return this.#wait(this.#backoff.next());
            case 'answered': break;
        }
        const { answer } = outcome;
        if (answer.type === 'error') {
            this.#refused(letter, answer.error);
            return;
        }
        this.#done(() => (answer.type === 'ack' ? letter.acked(answer.data) : letter.failed(StreamingError.badAnswer())));
    }
    #refused(letter, error) {
        if (error.retryable)
            this.#hold(error);
        else
            this.#done(() => letter.failed(StreamingError.refused(error, letter.request.room_id)));
    }
    #hold(error) {
        const delayMs = error.retry_after_ms ?? this.#backoff.next();
        this.#wait(delayMs);
        this.#held(error, delayMs);
    }
    #wait(delayMs) {
        if (this.#maxBytes === undefined)
            return;
        this.#cancelWait = this.#clock.schedule(delayMs, () => {
            this.#cancelWait = undefined;
            this.#next();
        });
    }
    #done(tell) {
        this.#letters.shift();
        this.#backoff.reset();
        tell();
        this.#next();
    }
}
/** A limit refuses before anything is written; `unavailable`, `timeout` and `internal` leave that open. */
function leftNothing(outcome) {
    if (outcome.kind === 'unsent')
        return true;
    return outcome.kind === 'answered' && outcome.answer.type === 'error'
        && (outcome.answer.error.code === 'rate_limited' || outcome.answer.error.code === 'slow_mode');
}
