import { StreamingError } from './errors.js';
/** A screen asks for a page or two at once; far more than that is a loop gone wrong. */
const limit = 64;
const triesPerQuery = 3;
/** Questions to a room that change nothing, so that they can be asked again: after a reconnect, or when it was busy. */
export class RoomQueries {
    #requests;
    #clock;
    #backoff;
    #waiting = new Set();
    #open = false;
    constructor(requests, clock, backoff) {
        this.#requests = requests;
        this.#clock = clock;
        this.#backoff = backoff;
    }
    ask(request) {
        if (this.#waiting.size >= limit)
            return Promise.reject(StreamingError.queueFull(limit));
        return new Promise((resolve, reject) => {
            const query = { request, tries: 0, cancelWait: () => { }, resolve, reject };
            this.#waiting.add(query);
            if (this.#open)
                this.#try(query);
        });
    }
    open() {
        if (this.#open)
            return;
        this.#open = true;
        for (const query of [...this.#waiting])
            this.#try(query);
    }
    pause() {
        this.#open = false;
        for (const query of this.#waiting)
            query.cancelWait();
    }
    end(error) {
        this.pause();
        for (const query of [...this.#waiting])
            this.#done(query, () => query.reject(error));
    }
    #try(query) {
        query.tries += 1;
        this.#requests.ask(query.request, outcome => this.#settled(query, outcome));
    }
    #settled(query, outcome) {
        if (!this.#waiting.has(query))
            return;
        switch (outcome.kind) {
            case 'unsent':
            case 'lost':
                // No fault of the question's: `open` asks it again.
                query.tries = 0;
                return;
            case 'timed_out':
                return this.#again(query, undefined, new StreamingError('timeout', 'No answer.'));
            case 'answered':
                break;
        }
        const { answer } = outcome;
        if (answer.type !== 'error')
            this.#done(query, () => query.resolve(answer));
        else
            this.#refused(query, answer.error);
    }
    #refused(query, error) {
        const refusal = StreamingError.refused(error);
        if (error.retryable)
            this.#again(query, error.retry_after_ms, refusal);
        else
            this.#done(query, () => query.reject(refusal));
    }
    #again(query, delayMs, error) {
        if (query.tries >= triesPerQuery) {
            this.#done(query, () => query.reject(error));
            return;
        }
        query.cancelWait = this.#clock.schedule(delayMs ?? this.#backoff().next(), () => this.#try(query));
    }
    #done(query, tell) {
        this.#waiting.delete(query);
        tell();
    }
}
