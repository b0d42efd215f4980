import { dayKey, dayLabel } from './format.js';
import { fresh, type MessageState } from './message-state.js';
import type { Entry, MessageEntry, Unsent } from './timeline.js';

export type Delivery = 'sent' | 'pending' | 'failed';

/** One line of the list, with what it takes to draw it. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'unread'; readonly key: 'unread' }
  | { readonly kind: 'notice'; readonly key: string; readonly text: string; readonly at: Date }
  | ReplyRow
  | MessageRow;

export interface Replies {
  readonly count: number;
  readonly last: Date;
}

export interface MessageRow extends MessageState {
  readonly kind: 'message';
  readonly key: string;
  /** Absent for what is on its way. */
  readonly id: string | undefined;
  readonly seq: number | undefined;
  readonly userId: string;
  readonly own: boolean;
  readonly at: Date;
  readonly delivery: Delivery;
  readonly problem: string | undefined;
  /** Goes on from the message above: same writer, same few minutes. */
  readonly continued: boolean;
  /** What was answered to it in its thread, as far as that is loaded. */
  readonly replies: Replies | undefined;
}

/** An answer in a thread, told in the room by one line. */
export interface ReplyRow {
  readonly kind: 'reply';
  readonly key: string;
  readonly userId: string;
  readonly text: string;
  readonly at: Date;
  readonly threadId: string;
}

const groupMs = 5 * 60_000;

export interface Layout {
  readonly me: string;
  /** The key of the first unread; a line stands before it. */
  readonly unreadFrom?: string | undefined;
  /** Within a thread its answers are messages like others. */
  readonly inThread?: boolean;
}

/** Lays the timeline out: a line for each new day, one before the first unread, messages in groups. */
export function rowsOf(entries: readonly Entry[], unsent: readonly Unsent[], layout: Layout, now: Date): Row[] {
  const { me, unreadFrom, inThread = false } = layout;
  const replies = inThread ? new Map<string, Replies>() : repliesIn(entries);
  const rows: Row[] = [];
  let day = '';
  let above: MessageRow | undefined;

  const openDay = (at: Date): void => {
    const key = dayKey(at);
    if (key === day) return;
    day = key;
    above = undefined;
    rows.push({ kind: 'day', key: `d${key}`, label: dayLabel(at, now) });
  };
  const add = (row: Omit<MessageRow, 'kind' | 'continued'>): void => {
    const goesOn = above?.userId === row.userId && row.at.getTime() - above.at.getTime() < groupMs;
    above = { kind: 'message', ...row, continued: goesOn };
    rows.push(above);
  };
  const alone = (row: Row): void => {
    above = undefined;
    rows.push(row);
  };

  for (const entry of entries) {
    openDay(entry.at);
    if (entry.key === unreadFrom) alone({ kind: 'unread', key: 'unread' });
    if (entry.kind === 'notice') alone({ kind: 'notice', key: entry.key, text: entry.text, at: entry.at });
    else if (isReply(entry) && !inThread) alone(replyOf(entry));
    else {
      const { kind: _, threadId: __, ...message } = entry;
      add({ ...message, own: entry.userId === me, delivery: 'sent', problem: undefined, replies: replies.get(entry.id) });
    }
  }
  for (const { key, text, at, problem } of unsent) {
    openDay(at);
    const delivery = problem === undefined ? 'pending' : 'failed';
    add({ ...fresh(text), key, id: undefined, seq: undefined, userId: me, own: true, at, delivery, problem, replies: undefined });
  }
  return rows;
}

function isReply(entry: MessageEntry): entry is MessageEntry & { readonly threadId: string } {
  return entry.threadId !== undefined && entry.threadId !== entry.id;
}

function replyOf({ key, userId, text, deleted, at, threadId }: MessageEntry & { readonly threadId: string }): ReplyRow {
  return { kind: 'reply', key, userId, text: deleted ? 'Message deleted' : text, at, threadId };
}

function repliesIn(entries: readonly Entry[]): Map<string, Replies> {
  const replies = new Map<string, Replies>();
  for (const entry of entries) {
    if (entry.kind !== 'message' || !isReply(entry) || entry.deleted) continue;
    replies.set(entry.threadId, { count: (replies.get(entry.threadId)?.count ?? 0) + 1, last: entry.at });
  }
  return replies;
}
