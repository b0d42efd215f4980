import { dayKey, dayLabel } from './format.js';
const groupMs = 5 * 60_000;
/** Lays the timeline out: a line for each new day, one before the first unread (by its key), messages in groups. */
export function rowsOf(entries, unsent, me, unreadFrom, now) {
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
    for (const entry of entries) {
        openDay(entry.at);
        if (entry.key === unreadFrom) {
            above = undefined;
            rows.push({ kind: 'unread', key: 'unread' });
        }
        if (entry.kind === 'notice') {
            above = undefined;
            rows.push({ kind: 'notice', key: entry.key, text: entry.text, at: entry.at });
        }
        else {
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
