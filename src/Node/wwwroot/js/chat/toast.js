import { el, part } from './dom.js';
import { whyNot } from './wording.js';
const shownMs = 6_000;
const most = 3;
/** Says for a few seconds what came of something. */
export function toast(text, kind = 'done') {
    const box = part('toasts');
    const note = el('p', `toast ${kind}`, text);
    note.dataset['testid'] = 'toast';
    box.append(note);
    while (box.childElementCount > most)
        box.firstElementChild?.remove();
    setTimeout(() => note.remove(), shownMs);
}
/** Waits for what was asked for, and says in words why it did not happen. */
export async function attempt(asked, done) {
    try {
        await asked;
        if (done !== undefined)
            toast(done);
        return true;
    }
    catch (error) {
        toast(whyNot(error), 'problem');
        return false;
    }
}
