import { dayKey, dayLabel } from './format.js';
import type { Entry, Unsent } from './timeline.js';

export type Delivery = 'sent' | 'pending' | 'failed';

/** One line of the list, with what it takes to draw it. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'unread'; readonly key: 'unread' }
  | { readonly kind: 'notice'; readonly key: string; readonly text: string; readonly at: Date }
  | MessageRow;

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly seq: number | undefined;
  readonly userId: string;
  readonly own: boolean;
  readonly text: string;
  readonly at: Date;
  readonly delivery: Delivery;
  readonly problem: string | undefined;
  /** Goes on from the message above: same writer, same few minutes. */
  readonly continued: boolean;
}

const groupMs = 5 * 60_000;

/** Lays the timeline out: a line for each new day, one before the first unread (by its key), messages in groups. */
export function rowsOf(
  entries: readonly Entry[], unsent: readonly Unsent[], me: string, unreadFrom: string | undefined, now: Date,
): Row[] {
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

  for (const entry of entries) {
    openDay(entry.at);
    if (entry.key === unreadFrom) {
      above = undefined;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    if (entry.kind === 'notice') {
      above = undefined;
      rows.push({ kind: 'notice', key: entry.key, text: entry.text, at: entry.at });
    } else {
      const { key, seq, userId, text, at } = entry;
      add({ key, seq, userId, own: userId === me, text, at, delivery: 'sent', problem: undefined });
    }
  }
  for (const { key, text, at, problem } of unsent) {
    openDay(at);
    const delivery = problem === undefined ? 'pending' : 'failed';
    add({ key, seq: undefined, userId: me, own: true, text, at, delivery, problem });
  }
  return rows;
}
