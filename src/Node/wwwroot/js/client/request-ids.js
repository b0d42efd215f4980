import { platform } from './platform.js';
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** 16 random characters, 80 bits: unique among all clients of a user without asking anyone. */
export function randomPrefix() {
    // Not randomUUID: browsers keep that from pages served over plain http.
    return Array.from(platform.crypto.getRandomValues(new Uint8Array(16)), byte => alphabet[byte & 31]).join('');
}
/** Ids of one client's requests. The prefix keeps them apart from those of the user's other clients. */
export class RequestIds {
    #prefix;
    #last = 0;
    constructor(prefix) {
        this.#prefix = prefix;
    }
    next() {
        this.#last += 1;
        return `${this.#prefix}-${this.#last.toString(36)}`;
    }
}
