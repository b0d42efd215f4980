import type { LoggedEvent, PublishAck, RoomMessage } from '../client/index.js';

/** What stands in a room, by its place in the log. */
export type Entry =
  | { readonly kind: 'message'; readonly key: string; readonly seq: number; readonly userId: string; readonly text: string; readonly at: Date }
  | { readonly kind: 'notice'; readonly key: string; readonly seq: number; readonly text: string; readonly at: Date };

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
  #entries: Entry[] = [];
  readonly #bySeq = new Map<number, Entry>();
  #unsent: Unsent[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get unsent(): readonly Unsent[] {
    return this.#unsent;
  }

  /** Says whether it was news. */
  add(event: LoggedEvent, me: string): boolean {
    if (this.#bySeq.has(event.seq)) return false;
    const key = event.type === 'message' && event.user_id === me ? this.#arrived(event) : undefined;
    const entry = entryOf(event, key ?? `s${event.seq}`);
    if (entry === undefined) return false;
    this.#insert(entry);
    return true;
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

  /** Forgets the log; what is unsent stays. */
  clear(): void {
    this.#entries = [];
    this.#bySeq.clear();
  }

  /** Drops the oldest when there are too many. Says whether it did: then there is older history to fetch again. */
  trim(): boolean {
    if (this.#entries.length <= most) return false;
    for (const entry of this.#entries.splice(0, this.#entries.length - keep)) this.#bySeq.delete(entry.seq);
    return true;
  }

  #insert(entry: Entry): void {
    this.#bySeq.set(entry.seq, entry);
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

function entryOf(event: LoggedEvent, key: string): Entry | undefined {
  const at = { key, seq: event.seq, at: new Date(event.timestamp) };
  switch (event.type) {
    case 'message': return event.event === undefined ? { kind: 'message', ...at, userId: event.user_id, text: textOf(event.data) } : undefined;
    case 'join': return { kind: 'notice', ...at, text: `${event.user_id} joined` };
    case 'leave': return { kind: 'notice', ...at, text: `${event.user_id} left the room for good` };
    case 'system': return event.event === 'room_created' ? { kind: 'notice', ...at, text: `${event.user_id} opened this room` } : undefined;
  }
}

/** What other applications send may have any shape; it is shown as it is rather than not at all. */
function textOf(data: unknown): string {
  const text = (data as { text?: unknown } | null)?.text;
  if (typeof text === 'string') return text;
  return typeof data === 'string' ? data : JSON.stringify(data) ?? '';
}
