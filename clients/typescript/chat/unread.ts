/** What came while nobody was looking: how much, and where it begins. */
export class Unread {
  readonly #room: string;
  #from: string | undefined;
  #count = 0;

  constructor(room: string) {
    this.#room = room;
    this.#title();
  }

  /** The key of the first; stays after reading, as the line one reads on from, until there is a next batch. */
  get from(): string | undefined {
    return this.#from;
  }

  get count(): number {
    return this.#count;
  }

  came(key: string): void {
    if (this.#count === 0) this.#from = key;
    this.#count += 1;
    this.#title();
  }

  read(): void {
    if (this.#count === 0) return;
    this.#count = 0;
    this.#title();
  }

  forget(): void {
    this.read();
    this.#from = undefined;
  }

  #title(): void {
    document.title = this.#count === 0 ? `#${this.#room}` : `(${this.#count}) #${this.#room}`;
  }
}
