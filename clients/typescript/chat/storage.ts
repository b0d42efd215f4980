// What the page remembers. A browser may refuse storage altogether; then it remembers for as long as it is open.

const memory = new Map<string, string>();
const prefix = 'rooms.';

export type Where = 'device' | 'tab';

function store(where: Where): Storage | undefined {
  try {
    return where === 'device' ? localStorage : sessionStorage;
  } catch {
    return undefined;
  }
}

export function recall(where: Where, key: string): string | undefined {
  try {
    return store(where)?.getItem(prefix + key) ?? memory.get(where + key);
  } catch {
    return memory.get(where + key);
  }
}

export function remember(where: Where, key: string, value: string): void {
  memory.set(where + key, value);
  try {
    store(where)?.setItem(prefix + key, value);
  } catch {
    // Full or forbidden: `memory` has it.
  }
}

export function forget(where: Where, key: string): void {
  memory.delete(where + key);
  try {
    store(where)?.removeItem(prefix + key);
  } catch {
    // Nothing was kept there.
  }
}

/** Calls when another tab remembers this. */
export function onOtherTab(key: string, changed: (value: string | undefined) => void): void {
  addEventListener('storage', event => {
    if (event.key === prefix + key) changed(event.newValue ?? undefined);
  });
}
