import type { Room, RoomMessage } from '../client/index.js';
import { part } from './dom.js';

const pageSize = 50;

/** Whoever goes to a message of long ago has all in between fetched: in large pages, and not without end. */
const pageSizeOfJump = 200;
const pagesPerJump = 25;

/** Fetches older messages, a page at a time, while somebody looks for them. */
export class HistoryLoader {
  readonly #show: (messages: readonly RoomMessage[]) => void;
  readonly #indicator = part('history-loading');
  readonly #failure = part('history-failed');
  readonly #beginning = part('beginning');
  #room: Room;
  /** Everything from here up is loaded; undefined before the first page. */
  #before: number | undefined;
  #complete = false;
  #loading = false;
  #failed = false;

  constructor(room: Room, show: (messages: readonly RoomMessage[]) => void) {
    this.#room = room;
    this.#show = show;
    part('history-retry').onclick = () => {
      this.#failed = false;
      void this.more();
    };
    this.#draw();
  }

  /** True once a first page is there. */
  get started(): boolean {
    return this.#before !== undefined;
  }

  /** Pages until this place is loaded, or there are no more. Says whether it is. */
  async until(seq: number): Promise<boolean> {
    for (let page = 0; page < pagesPerJump && !this.#complete && !this.#failed && (this.#before ?? Infinity) > seq; page++) {
      await this.more(pageSizeOfJump);
    }
    return (this.#before ?? Infinity) <= seq;
  }

  /** Another page, unless there is none, or one is on its way. Settles when that is over. */
  async more(limit = pageSize): Promise<void> {
    if (this.#loading || this.#complete || this.#failed) return;
    const room = this.#room;
    this.#loading = true;
    this.#draw();
    try {
      const page = await room.history({ limit, before_seq: this.#before });
      if (room !== this.#room) return;
      this.#before = page.first_seq;
      this.#complete = !page.has_more;
      this.#loading = false;
      this.#draw();
      this.#show(page.messages);
    } catch {
      if (room === this.#room) this.#failed = room.state.name !== 'closed';
    } finally {
      if (room === this.#room) {
        this.#loading = false;
        this.#draw();
      }
    }
  }

  /** What is older than this seq was let go, and can be fetched again. A line between two seqs counts as the later. */
  trimmed(oldest: number | undefined): void {
    this.#before = oldest === undefined ? undefined : Math.ceil(oldest);
    this.#complete = false;
    this.#draw();
  }

  /** Starts over: the log is another one, or the room was entered anew. */
  restart(room: Room): void {
    this.#room = room;
    this.#before = undefined;
    this.#complete = this.#loading = this.#failed = false;
    this.#draw();
  }

  #draw(): void {
    this.#indicator.hidden = !this.#loading;
    this.#failure.hidden = !this.#failed;
    this.#beginning.hidden = !this.#complete;
  }
}
