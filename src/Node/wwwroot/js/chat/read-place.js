import { forget, recall, remember } from './storage.js';
/** How far somebody has read in a room on this device. */
export class ReadPlace {
    #key;
    #epoch;
    #seq;
    constructor(user, roomId) {
        this.#key = `read.${user}.${roomId}`;
        const [, epoch, seq] = /^(.*):(\d+)$/.exec(recall('device', this.#key) ?? '') ?? [];
        if (seq === undefined)
            return;
        this.#epoch = epoch;
        this.#seq = Number(seq);
    }
    /** The last seq that was read of this log; undefined where nothing was. */
    in(epoch) {
        return epoch !== undefined && epoch === this.#epoch ? this.#seq : undefined;
    }
    /** Only ever goes forward, within one log. */
    mark(position) {
        const { epoch = '', seq } = position;
        if (epoch === this.#epoch && seq <= (this.#seq ?? 0))
            return;
        this.#epoch = epoch;
        this.#seq = seq;
        remember('device', this.#key, `${epoch}:${seq}`);
    }
    forget() {
        forget('device', this.#key);
    }
}
