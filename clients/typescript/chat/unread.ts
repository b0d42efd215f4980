/** What came in one room while nobody was looking: how much, and behind which place it begins. */
export class Unread {
  readonly #changed: () => void;
  #from: number | undefined;
  #count = 0;
  #capped = false;

  /** `changed` is called whenever the count does. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The seq of the first; stays after reading, as the line one reads on from, until there is a next batch. */
  get from(): number | undefined {
    return this.#from;
  }

  get count(): number {
    return this.#count;
  }

  /** "7"; "100+" where there may be more. Nothing for none. */
  get words(): string {
    if (this.#count === 0) return '';
    return this.#capped ? `${this.#count}+` : String(this.#count);
  }

  came(seq: number): void {
    if (this.#count === 0) this.#from = seq;
    this.#count += 1;
    this.#changed();
  }

  /** What was there before the page was: found in the log, not seen to come. */
  found(seqs: readonly number[], capped: boolean): void {
    if (seqs.length === 0) return;
    const first = Math.min(...seqs);
    this.#from = this.#count === 0 ? first : Math.min(this.#from ?? first, first);
    this.#count += seqs.length;
    this.#capped ||= capped;
    this.#changed();
  }

  read(): void {
    if (this.#count === 0) return;
    this.#count = 0;
    this.#capped = false;
    this.#changed();
  }

  forget(): void {
    this.read();
    this.#from = undefined;
  }
}
