import type { LoggedEvent, PublishAck, RoomMessage } from '../client/index.js';

interface Placed {
  readonly key: string;
  /** Its place in the log; undefined when it is of a log that is gone. */
  readonly seq: number | undefined;
  readonly at: Date;
  readonly text: string;
}

/** What stands in a room. */
export type Entry =
  | Placed & { readonly kind: 'message'; readonly userId: string }
  | Placed & { readonly kind: 'notice' };

/** A message of our own that has no place in the log yet. */
export interface Unsent {
  readonly key: string;
  readonly text: string;
  readonly at: Date;
  /** Why it failed; undefined while it is on its way. */
  readonly problem: string | undefined;
}

/** Held at most, and cut back to when there are more: a page that is open for weeks stays light. */
const most = 1_000;
const keep = 600;

/**
 * The room as this page knows it: a stretch of its log without doubles, in order, and behind it what is on its way.
 * Our own message appears in both ways, as ack and as event, whichever is first; it keeps its key, and so its place
 * on the screen.
 */
export class Timeline {
  /** Of logs that are gone: nothing that was read disappears under the reader. */
  #past: Entry[] = [];
  #logs = 1;
  #entries: (Entry & { readonly seq: number })[] = [];
  readonly #bySeq = new Set<number>();
  #unsent: Unsent[] = [];

  get entries(): readonly Entry[] {
    return this.#past.length === 0 ? this.#entries : [...this.#past, ...this.#entries];
  }

  /** The oldest place in the log that is held. */
  get firstSeq(): number | undefined {
    return this.#entries[0]?.seq;
  }

  get unsent(): readonly Unsent[] {
    return this.#unsent;
  }

  /** The entry it became, if it was news. */
  add(event: LoggedEvent, me: string): Entry | undefined {
    if (this.#bySeq.has(event.seq)) return undefined;
    const key = event.type === 'message' && event.user_id === me ? this.#arrived(event) : undefined;
    const entry = entryOf(event, key ?? `${this.#logs}.${event.seq}`);
    if (entry !== undefined) this.#insert(entry);
    return entry;
  }

  write(key: string, text: string, at: Date): void {
    this.#unsent.push({ key, text, at, problem: undefined });
  }

  acked(key: string, ack: PublishAck, me: string): void {
    const unsent = this.#unsent.find(other => other.key === key);
    if (unsent === undefined) return; // Its event was here first.
    this.remove(key);
    if (!this.#bySeq.has(ack.seq)) {
      this.#insert({ kind: 'message', key, seq: ack.seq, userId: me, text: unsent.text, at: new Date(ack.timestamp) });
    }
  }

  failed(key: string, problem: string): void {
    this.#unsent = this.#unsent.map(unsent => (unsent.key === key ? { ...unsent, problem } : unsent));
  }

  /** Takes an unsent message off, and hands back its text. */
  remove(key: string): string | undefined {
    const text = this.#unsent.find(unsent => unsent.key === key)?.text;
    this.#unsent = this.#unsent.filter(unsent => unsent.key !== key);
    return text;
  }

  /** Something between this place and the next is gone from the log. */
  interrupted(seq: number): void {
    if (this.#bySeq.has(seq + 0.5)) return;
    // Half way between two places, it sorts where it belongs.
    const at = this.#entries.at(-1)?.at ?? new Date();
    const key = `gap ${this.#logs}.${seq}`;
    this.#insert({ kind: 'notice', key, seq: seq + 0.5, at, text: 'Some messages are missing here' });
  }

  /** The log is another one, and counts from its own beginning. */
  startedAnew(): void {
    const seen = this.#entries.map(entry => ({ ...entry, seq: undefined }));
    const last = seen.at(-1);
    if (last !== undefined) {
      const text = 'The room was started anew. What is above is kept on this page only.';
      const end: Entry = { kind: 'notice', key: `end ${this.#logs}`, seq: undefined, at: last.at, text };
      this.#past = [...this.#past, ...seen, end];
    }
    this.#logs += 1;
    this.#entries = [];
    this.#bySeq.clear();
  }

  /** Drops the oldest when there are too many. Says whether it did: then there may be older history to fetch again. */
  trim(): boolean {
    const surplus = this.#past.length + this.#entries.length - keep;
    if (surplus <= most - keep) return false;
    const fromPast = this.#past.splice(0, surplus).length;
    for (const entry of this.#entries.splice(0, surplus - fromPast)) this.#bySeq.delete(entry.seq);
    return fromPast < surplus;
  }

  #insert(entry: Entry & { readonly seq: number }): void {
    this.#bySeq.add(entry.seq);
    // Nearly always at one of the two ends.
    let index = this.#entries.length;
    while (index > 0 && this.#entries[index - 1]!.seq > entry.seq) index -= 1;
    this.#entries.splice(index, 0, entry);
  }

  /** Our message is back as an event before its ack: it is on its way no more. */
  #arrived(message: RoomMessage): string | undefined {
    const key = message.metadata?.['local_id'];
    if (typeof key !== 'string' || !this.#unsent.some(unsent => unsent.key === key)) return undefined;
    this.remove(key);
    return key;
  }
}

function entryOf(event: LoggedEvent, key: string): (Entry & { readonly seq: number }) | undefined {
  const at = { key, seq: event.seq, at: new Date(event.timestamp) };
  switch (event.type) {
    case 'message':
      // What is done to earlier messages (edited, deleted …) is not shown yet.
      if (event.event !== undefined) return undefined;
      return { kind: 'message', ...at, userId: event.user_id, text: textOf(event.data) };
    case 'join': return { kind: 'notice', ...at, text: `${event.user_id} joined` };
    case 'leave': return { kind: 'notice', ...at, text: `${event.user_id} left the room for good` };
    case 'system':
      if (event.event !== 'room_created') return undefined;
      return { kind: 'notice', ...at, text: `${event.user_id} opened this room` };
  }
}

/** What other applications send may have any shape; it is shown as it is rather than not at all. */
function textOf(data: unknown): string {
  const text = (data as { text?: unknown } | null)?.text;
  if (typeof text === 'string') return text;
  return typeof data === 'string' ? data : JSON.stringify(data) ?? '';
}
