import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { StreamingError } from './errors.js';
import { Lane, type Letter } from './lane.js';
import type { LoggedRequest, WireError } from './protocol.js';
import type { Requests } from './requests.js';

export interface SendQueueParts {
  readonly requests: Requests;
  readonly clock: Clock;
  readonly backoff: () => Backoff;
  /** Messages, and what is done to messages and members, waiting for their acks: over all rooms. */
  readonly limit: number;
  /** Told whenever that number changes. */
  readonly changed: (waiting: number) => void;
  /** Told when a room refuses a message for now, such as in slow mode. */
  readonly held: (roomId: string, error: WireError, retryInMs: number) => void;
}

/** What one lane is for. A message that waits in slow mode must not hold up a reaction. */
const purposes = ['messages', 'changes'] as const;
type Purpose = (typeof purposes)[number];

/**
 * Messages on their way to the log: written while offline, sent and not yet acked, or refused for now. Bounded;
 * full means that `send` fails at once with `queue_full`, so that the writer and not the memory gives way.
 */
export class SendQueue {
  readonly #parts: SendQueueParts;
  readonly #lanes = new Map<string, Map<Purpose, Lane>>();
  #waiting = 0;

  constructor(parts: SendQueueParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Settles with the server's word on the request: its ack as `read` has it, or a StreamingError. */
  send<T>(request: LoggedRequest, read: (ack: unknown) => T | undefined): Promise<T> {
    if (this.#waiting >= this.#parts.limit) return Promise.reject(StreamingError.queueFull(this.#parts.limit));
    return new Promise((resolve, reject) => {
      const letter: Letter = {
        request,
        firstTriedAt: undefined,
        acked: data => {
          this.#count(-1);
          const ack = read(data);
          if (ack === undefined) reject(StreamingError.badAnswer());
          else resolve(ack);
        },
        failed: error => { this.#count(-1); reject(error); },
      };
      this.#count(1);
      this.#lane(request.room_id, purposeOf(request)).push(letter);
    });
  }

  /** The room is there on this connection, which takes messages of up to this many bytes. */
  open(roomId: string, maxMessageBytes: number): void {
    for (const purpose of purposes) this.#lane(roomId, purpose).open(maxMessageBytes);
  }

  /** The connection is gone: everything stays in its lane until its room is back. */
  pause(): void {
    for (const lanes of this.#lanes.values()) for (const lane of lanes.values()) lane.pause();
  }

  /** Nothing more goes to this room: what waits fails. */
  end(roomId: string, error: StreamingError): void {
    const lanes = this.#lanes.get(roomId);
    this.#lanes.delete(roomId);
    for (const lane of lanes?.values() ?? []) lane.end(error);
  }

  endAll(error: StreamingError): void {
    for (const roomId of [...this.#lanes.keys()]) this.end(roomId, error);
  }

  #lane(roomId: string, purpose: Purpose): Lane {
    let lanes = this.#lanes.get(roomId);
    if (lanes === undefined) this.#lanes.set(roomId, (lanes = new Map()));
    let lane = lanes.get(purpose);
    if (lane === undefined) {
      const { requests, clock, backoff, held } = this.#parts;
      lane = new Lane(requests, clock, backoff(), (error, retryInMs) => held(roomId, error, retryInMs));
      lanes.set(purpose, lane);
    }
    return lane;
  }

  #count(change: 1 | -1): void {
    this.#waiting += change;
    this.#parts.changed(this.#waiting);
  }
}

function purposeOf(request: LoggedRequest): Purpose {
  return request.type === 'message' && !('event' in request) ? 'messages' : 'changes';
}
