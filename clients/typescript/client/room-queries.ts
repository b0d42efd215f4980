import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { StreamingError } from './errors.js';
import type { Answer, Request, WireError } from './protocol.js';
import type { Outcome, Requests } from './requests.js';

/** A screen asks for a page or two at once; far more than that is a loop gone wrong. */
const limit = 64;

const triesPerQuery = 3;

interface Query {
  readonly request: Request;
  tries: number;
  cancelWait: () => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: StreamingError) => void;
}

/** Questions to a room that change nothing, so that they can be asked again: after a reconnect, or when it was busy. */
export class RoomQueries {
  readonly #requests: Requests;
  readonly #clock: Clock;
  readonly #backoff: () => Backoff;
  readonly #waiting = new Set<Query>();
  #open = false;

  constructor(requests: Requests, clock: Clock, backoff: () => Backoff) {
    this.#requests = requests;
    this.#clock = clock;
    this.#backoff = backoff;
  }

  ask(request: Request): Promise<Answer> {
    if (this.#waiting.size >= limit) return Promise.reject(StreamingError.queueFull(limit));
    return new Promise((resolve, reject) => {
      const query: Query = { request, tries: 0, cancelWait: () => {}, resolve, reject };
      this.#waiting.add(query);
      if (this.#open) this.#try(query);
    });
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    for (const query of [...this.#waiting]) this.#try(query);
  }

  pause(): void {
    this.#open = false;
    for (const query of this.#waiting) query.cancelWait();
  }

  end(error: StreamingError): void {
    this.pause();
    for (const query of [...this.#waiting]) this.#done(query, () => query.reject(error));
  }

  #try(query: Query): void {
    query.tries += 1;
    this.#requests.ask(query.request, outcome => this.#settled(query, outcome));
  }

  #settled(query: Query, outcome: Outcome): void {
    if (!this.#waiting.has(query)) return;
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
    if (answer.type !== 'error') this.#done(query, () => query.resolve(answer));
    else this.#refused(query, answer.error);
  }

  #refused(query: Query, error: WireError): void {
    const refusal = StreamingError.refused(error);
    if (error.retryable) this.#again(query, error.retry_after_ms, refusal);
    else this.#done(query, () => query.reject(refusal));
  }

  #again(query: Query, delayMs: number | undefined, error: StreamingError): void {
    if (query.tries >= triesPerQuery) {
      this.#done(query, () => query.reject(error));
      return;
    }
    query.cancelWait = this.#clock.schedule(delayMs ?? this.#backoff().next(), () => this.#try(query));
  }

  #done(query: Query, tell: () => void): void {
    this.#waiting.delete(query);
    tell();
  }
}
