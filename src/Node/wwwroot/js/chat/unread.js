/** What came while nobody was looking: how much, and where it begins. */
export class Unread {
    #room;
    #from;
    #count = 0;
    constructor(room) {
        this.#room = room;
        this.#title();
    }
    /** The key of the first; stays after reading, as the line one reads on from, until there is a next batch. */
    get from() {
        return this.#from;
    }
    get count() {
        return this.#count;
    }
    came(key) {
        if (this.#count === 0)
            this.#from = key;
        this.#count += 1;
        this.#title();
    }
    read() {
        if (this.#count === 0)
            return;
        this.#count = 0;
        this.#title();
    }
    forget() {
        this.read();
        this.#from = undefined;
    }
    #title() {
        document.title = this.#count === 0 ? `#${this.#room}` : `(${this.#count}) #${this.#room}`;
    }
}
