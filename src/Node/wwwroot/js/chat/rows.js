import { dayKey, dayLabel } from './format.js';
import { fresh } from './message-state.js';
const groupMs = 5 * 60_000;
/** Lays the timeline out: a line for each new day, one before the first unread, messages in groups. */
export function rowsOf(entries, unsent, layout, now) {
    const { me, unreadFrom, inThread = false } = layout;
    const replies = inThread ? new Map() : repliesIn(entries);
    const rows = [];
    let day = '';
    let above;
    const openDay = (at) => {
        const key = dayKey(at);
        if (key === day)
            return;
        day = key;
        above = undefined;
        rows.push({ kind: 'day', key: `d${key}`, label: dayLabel(at, now) });
    };
    const add = (row) => {
        const goesOn = above?.userId === row.userId && row.at.getTime() - above.at.getTime() < groupMs;
        above = { kind: 'message', ...row, continued: goesOn };
        rows.push(above);
    };
    const alone = (row) => {
        above = undefined;
        rows.push(row);
    };
    for (const entry of entries) {
        openDay(entry.at);
        if (entry.key === unreadFrom)
            alone({ kind: 'unread', key: 'unread' });
        if (entry.kind === 'notice')
            alone({ kind: 'notice', key: entry.key, text: entry.text, at: entry.at });
        else if (isReply(entry) && !inThread)
            alone(replyOf(entry));
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
function isReply(entry) {
    return entry.threadId !== undefined && entry.threadId !== entry.id;
}
function replyOf({ key, userId, text, deleted, at, threadId }) {
    return { kind: 'reply', key, userId, text: deleted ? 'Message deleted' : text, at, threadId };
}
function repliesIn(entries) {
    const replies = new Map();
    for (const entry of entries) {
        if (entry.kind !== 'message' || !isReply(entry) || entry.deleted)
            continue;
        replies.set(entry.threadId, { count: (replies.get(entry.threadId)?.count ?? 0) + 1, last: entry.at });
    }
    return replies;
}
