// What the page remembers. A browser may refuse storage altogether; then it remembers for as long as it is open.
const memory = new Map();
const prefix = 'rooms.';
function store(where) {
    try {
        return where === 'device' ? localStorage : sessionStorage;
    }
    catch {
        return undefined;
    }
}
export function recall(where, key) {
    try {
        return store(where)?.getItem(prefix + key) ?? memory.get(where + key);
    }
    catch {
        return memory.get(where + key);
    }
}
export function remember(where, key, value) {
    memory.set(where + key, value);
    try {
        store(where)?.setItem(prefix + key, value);
    }
    catch {
        // Full or forbidden: `memory` has it.
    }
}
export function forget(where, key) {
    memory.delete(where + key);
    try {
        store(where)?.removeItem(prefix + key);
    }
    catch {
        // Nothing was kept there.
    }
}
/** Calls when another tab remembers this. */
export function onOtherTab(key, changed) {
    addEventListener('storage', event => {
        if (event.key === prefix + key)
            changed(event.newValue ?? undefined);
    });
}
