import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { StreamingError } from './errors.js';
import { Lane, type Letter } from './lane.js';
import type { PublishAck, PublishRequest } from './protocol.js';
import type { Requests } from './requests.js';

export interface SendQueueParts {
  readonly requests: Requests;
  readonly clock: Clock;
  readonly backoff: () => Backoff;
  /** Messages waiting for their ack, over all rooms. */
  readonly limit: number;
  /** Told whenever that number changes. */
  readonly changed: (waiting: number) => void;
}

/**
 * Messages on their way to the log: written while offline, sent and not yet acked, or refused for now. Bounded;
 * full means that `send` fails at once with `queue_full`, so that the writer and not the memory gives way.
 */
export class SendQueue {
  readonly #parts: SendQueueParts;
  readonly #lanes = new Map<string, Lane>();
  #waiting = 0;

  constructor(parts: SendQueueParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Settles with the server's word on the message: its ack, or a StreamingError. */
  send(request: PublishRequest): Promise<PublishAck> {
    if (this.#waiting >= this.#parts.limit) return Promise.reject(StreamingError.queueFull(this.#parts.limit));
    return new Promise((resolve, reject) => {
      const letter: Letter = {
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
  open(roomId: string, maxMessageBytes: number): void {
    this.#lane(roomId).open(maxMessageBytes);
  }

  /** The connection is gone: everything stays in its lane until its room is back. */
  pause(): void {
    for (const lane of this.#lanes.values()) lane.pause();
  }

  /** Nothing more goes to this room: what waits fails. */
  end(roomId: string, error: StreamingError): void {
    const lane = this.#lanes.get(roomId);
    this.#lanes.delete(roomId);
    lane?.end(error);
  }

  endAll(error: StreamingError): void {
    for (const roomId of [...this.#lanes.keys()]) this.end(roomId, error);
  }

  #lane(roomId: string): Lane {
    let lane = this.#lanes.get(roomId);
    if (lane === undefined) {
      lane = new Lane(this.#parts.requests, this.#parts.clock, this.#parts.backoff());
      this.#lanes.set(roomId, lane);
    }
    return lane;
  }

  #count(change: 1 | -1): void {
    this.#waiting += change;
    this.#parts.changed(this.#waiting);
  }
}
