/** Nearer to the end than this counts as being there: about two lines. */
const nearPx = 60;

/**
 * The list's scroll position. At the end it stays at the end, whatever grows; anywhere else what is being read stays
 * where it is, whatever comes in above or below.
 */
export class Scroller {
  readonly #box: HTMLElement;
  readonly #moved: () => void;
  readonly #stop = new AbortController();
  #following = true;

  /** `moved` is called whenever the position changes, by whomever. */
  constructor(box: HTMLElement, list: HTMLElement, moved: () => void) {
    this.#box = box;
    this.#moved = moved;
    box.addEventListener('scroll', () => {
      this.#following = this.#atEnd();
      moved();
    }, { passive: true, signal: this.#stop.signal });
    // Who unfolds a long message wants to read it from where it begins, also when it is the last.
    list.addEventListener('click', event => {
      if ((event.target as Element).closest('[aria-expanded]') !== null) this.#following = false;
    }, { capture: true, signal: this.#stop.signal });
    // The composer grows, a keyboard slides in, a message fails.
    const sizes = new ResizeObserver(() => { if (this.#following) this.#toEnd(); });
    sizes.observe(box);
    sizes.observe(list);
    this.#stop.signal.addEventListener('abort', () => sizes.disconnect());
  }

  dispose(): void {
    this.#stop.abort();
  }

  /** The newest is on the screen, and the next will be too. */
  get following(): boolean {
    return this.#following;
  }

  /** The reader is near the oldest that is loaded. */
  get nearStart(): boolean {
    return this.#box.scrollTop < this.#box.clientHeight;
  }

  /** Changes the list without moving what is being read. */
  hold(change: () => void): void {
    const anchor = this.#following ? undefined : this.#firstVisible();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (anchor === undefined) this.#toEnd();
    else if (anchor.isConnected) this.#box.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#moved();
  }

  jump(): void {
    this.#following = true;
    this.#toEnd();
    this.#moved();
  }

  /** Somewhere else than the end is gone to. */
  release(): void {
    this.#following = false;
  }

  page(pages: number): void {
    this.#box.scrollBy({ top: pages * this.#box.clientHeight * 0.85 });
  }

  #toEnd(): void {
    this.#box.scrollTop = this.#box.scrollHeight;
  }

  #atEnd(): boolean {
    return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < nearPx;
  }

  #firstVisible(): Element | undefined {
    const top = this.#box.getBoundingClientRect().top;
    // Messages only: the line that names a day goes when an older message of that day comes in above it.
    const rows = this.#box.querySelectorAll('[data-testid="message"]');
    // Rows are in order of height: search by halves, for there may be a thousand.
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle]!.getBoundingClientRect().bottom <= top) low = middle + 1;
      else high = middle;
    }
    return rows[low];
  }
}
