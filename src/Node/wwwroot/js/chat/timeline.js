import { isMessage, isMessageChange } from '../client/index.js';
import { after, fresh, stateOf } from './message-state.js';
import { noticeOf } from './notices.js';
/** Held at most, and cut back to when there are more: a page that is open for weeks stays light. */
const most = 1_000;
const keep = 600;
/** What was done to messages lately, for those that history brings only later and as they were a moment ago. */
const changesKept = 500;
/**
 * The room as this page knows it: a stretch of its log without doubles, in order, and behind it what is on its way.
 * Our own message appears in both ways, as ack and as event, whichever is first; it keeps its key, and so its place
 * on the screen.
 */
export class Timeline {
    /** Of logs that are gone: nothing that was read disappears under the reader. */
    #past = [];
    #logs = 1;
    #entries = [];
    #bySeq = new Set();
    #changes = [];
    #unsent = [];
    get entries() {
        return this.#past.length === 0 ? this.#entries : [...this.#past, ...this.#entries];
    }
    /** The oldest place in the log that is held. */
    get firstSeq() {
        return this.#entries[0]?.seq;
    }
    get unsent() {
        return this.#unsent;
    }
    /** The message with this place, if it is held. */
    at(seq) {
        return this.#bySeq.has(seq) ? this.#entries.find((entry) => entry.seq === seq && entry.kind === 'message') : undefined;
    }
    /** One that is known from elsewhere. */
    put(entry) {
        if (entry.seq !== undefined && !this.#bySeq.has(entry.seq))
            this.#insert({ ...entry, seq: entry.seq });
    }
    /** The entry it became, if it was news. */
    add(event, me) {
        if (isMessageChange(event))
            this.#change(event);
        if (this.#bySeq.has(event.seq)) {
            // From history it may say more than the ack or the event did.
            if (isMessage(event))
                this.#update(event.seq, entry => ({ ...entry, ...this.#stateOf(event) }));
            return undefined;
        }
        const key = isMessage(event) && event.user_id === me ? this.#arrived(event) : undefined;
        const entry = this.#entryOf(event, key ?? `${this.#logs}.${event.seq}`);
        if (entry !== undefined)
            this.#insert(entry);
        return entry;
    }
    write(key, text, at) {
        this.#unsent.push({ key, text, at, problem: undefined });
    }
    acked(key, ack, me) {
        const unsent = this.#unsent.find(other => other.key === key);
        if (unsent === undefined)
            return; // Its event was here first.
        this.remove(key);
        if (!this.#bySeq.has(ack.seq)) {
            const { seq, message_id: id, timestamp } = ack;
            this.#insert({ kind: 'message', key, seq, id, userId: me, at: new Date(timestamp), threadId: undefined, ...fresh(unsent.text) });
        }
    }
    failed(key, problem) {
        this.#unsent = this.#unsent.map(unsent => (unsent.key === key ? { ...unsent, problem } : unsent));
    }
    /** Takes an unsent message off, and hands back its text. */
    remove(key) {
        const text = this.#unsent.find(unsent => unsent.key === key)?.text;
        this.#unsent = this.#unsent.filter(unsent => unsent.key !== key);
        return text;
    }
    /** Something between this place and the next is gone from the log. */
    interrupted(seq) {
        if (this.#bySeq.has(seq + 0.5))
            return;
        // Half way between two places, it sorts where it belongs.
        const at = this.#entries.at(-1)?.at ?? new Date();
        const key = `gap ${this.#logs}.${seq}`;
        this.#insert({ kind: 'notice', key, seq: seq + 0.5, at, text: 'Some messages are missing here' });
    }
    /** The log is another one, and counts from its own beginning. */
    startedAnew() {
        const seen = this.#entries.map(entry => ({ ...entry, seq: undefined }));
        const last = seen.at(-1);
        if (last !== undefined) {
            const text = 'The room was started anew. What is above is kept on this page only.';
            const end = { kind: 'notice', key: `end ${this.#logs}`, seq: undefined, at: last.at, text };
            this.#past = [...this.#past, ...seen, end];
        }
        this.#logs += 1;
        this.#entries = [];
        this.#changes = [];
        this.#bySeq.clear();
    }
    /** Drops the oldest when there are too many. Says whether it did: then there may be older history to fetch again. */
    trim() {
        const surplus = this.#past.length + this.#entries.length - keep;
        if (surplus <= most - keep)
            return false;
        const fromPast = this.#past.splice(0, surplus).length;
        for (const entry of this.#entries.splice(0, surplus - fromPast))
            this.#bySeq.delete(entry.seq);
        return fromPast < surplus;
    }
    #change(change) {
        this.#changes.push(change);
        if (this.#changes.length > changesKept)
            this.#changes.splice(0, this.#changes.length - changesKept);
        this.#update(change.data.message_seq, entry => ({ ...entry, ...after(entry, change) }));
    }
    #update(seq, change) {
        const index = this.#bySeq.has(seq) ? this.#entries.findIndex(entry => entry.seq === seq) : -1;
        const entry = this.#entries[index];
        if (entry?.kind === 'message')
            this.#entries[index] = change(entry);
    }
    /** History may be a moment behind the events. */
    #stateOf(message) {
        const changes = this.#changes.filter(change => change.data.message_seq === message.seq);
        return changes.reduce(after, stateOf(message));
    }
    #entryOf(event, key) {
        const at = { key, seq: event.seq, at: new Date(event.timestamp) };
        if (isMessage(event)) {
            return { kind: 'message', ...at, id: event.id, userId: event.user_id, threadId: event.thread_id, ...this.#stateOf(event) };
        }
        const text = noticeOf(event);
        return text === undefined ? undefined : { kind: 'notice', ...at, text };
    }
    #insert(entry) {
        this.#bySeq.add(entry.seq);
        // Nearly always at one of the two ends.
        let index = this.#entries.length;
        while (index > 0 && this.#entries[index - 1].seq > entry.seq)
            index -= 1;
        this.#entries.splice(index, 0, entry);
    }
    /** Our message is back as an event before its ack: it is on its way no more. */
    #arrived(message) {
        const key = message.metadata?.['local_id'];
        if (typeof key !== 'string' || !this.#unsent.some(unsent => unsent.key === key))
            return undefined;
        this.remove(key);
        return key;
    }
}
