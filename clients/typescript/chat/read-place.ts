import type { Position } from '../client/index.js';
import { forget, recall, remember } from './storage.js';

/** How far somebody has read in a room on this device. */
export class ReadPlace {
  readonly #key: string;
  #epoch: string | undefined;
  #seq: number | undefined;

  constructor(user: string, roomId: string) {
    this.#key = `read.${user}.${roomId}`;
    const [, epoch, seq] = /^(.*):(\d+)$/.exec(recall('device', this.#key) ?? '') ?? [];
    if (seq === undefined) return;
    this.#epoch = epoch;
    this.#seq = Number(seq);
  }

  /** The last seq that was read of this log; undefined where nothing was. */
  in(epoch: string | undefined): number | undefined {
    return epoch !== undefined && epoch === this.#epoch ? this.#seq : undefined;
  }

  /** Only ever goes forward, within one log. */
  mark(position: Position): void {
    const { epoch = '', seq } = position;
    if (epoch === this.#epoch && seq <= (this.#seq ?? 0)) return;
    this.#epoch = epoch;
    this.#seq = seq;
    remember('device', this.#key, `${epoch}:${seq}`);
  }

  forget(): void {
    forget('device', this.#key);
  }
}
