// Reading JSON of unknown shape: each function gives the value if it has the wanted shape, else undefined.

export type JsonObject = Readonly<Record<string, unknown>>;

export function object(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A whole number from 0 up that a double holds exactly: a seq, a version, a size, a duration. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function oneOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find(word => word === value);
}

/** Every element read by `read`; undefined when it is no array or any element fails. */
export function list<T>(value: unknown, read: (element: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const elements: T[] = [];
  for (const element of value) {
    const one = read(element);
    if (one === undefined) return undefined;
    elements.push(one);
  }
  return elements;
}

/** The fields that are there: for types whose optional fields are absent, never undefined. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
