// Dates and times as the reader's own locale writes them.

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const dayParts = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const day = new Intl.DateTimeFormat(undefined, dayParts);
const dayAndYear = new Intl.DateTimeFormat(undefined, { ...dayParts, year: 'numeric' });

export function timeOf(at: Date): string {
  return time.format(at);
}

export function fullTimeOf(at: Date): string {
  return full.format(at);
}

/** A time to come: with its day, unless that is today. */
export function momentOf(at: Date, now = new Date()): string {
  return dayKey(at) === dayKey(now) ? timeOf(at) : `${dayLabel(at, now)}, ${timeOf(at)}`;
}

/** A day's own name, the same for every moment of it here: 2026-01-31. */
export function dayKey(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function dayLabel(at: Date, now: Date): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(at) === dayKey(now)) return 'Today';
  if (dayKey(at) === dayKey(yesterday)) return 'Yesterday';
  return (at.getFullYear() === now.getFullYear() ? day : dayAndYear).format(at);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "ana", "ana and bob", "ana, bob and 3 others". */
export function namesOf(names: readonly string[]): string {
  const [first = '', second = '', third] = names;
  if (names.length <= 1) return first;
  if (third === undefined) return `${first} and ${second}`;
  return `${first}, ${second} and ${plural(names.length - 2, 'other')}`;
}
