/** The protocol's ids, but no longer than a person would want to read. */
const idShape = /^[A-Za-z0-9_.:@-]{1,64}$/;

export type Named = { readonly id: string } | { readonly problem: string };

/** The page writes the # before a room itself; who types it too means the same room. */
export function withoutHash(typed: string): string {
  return typed.replace(/^\s*#[\s#]*/, '');
}

/**
 * Makes an id of what somebody typed: "Ana María" becomes "Ana-Maria", "#lobby" becomes "lobby". What cannot be an id
 * is said, not guessed.
 */
export function toId(typed: string, what: 'name' | 'room'): Named {
  const id = withoutHash(typed)
    .trim()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s+/g, '-');
  if (id === '') return { problem: what === 'name' ? 'What should people call you?' : 'Which room?' };
  if (id.length > 64) return { problem: 'That is a little long: 64 characters at most.' };
  if (idShape.test(id)) return { id };
  return { problem: `${what === 'name' ? 'Names' : 'Rooms'} here are spelt with a to z, digits, and . _ - : @` };
}

/** The room of two has an id that says nothing to a person. */
export function isDirect(roomId: string): boolean {
  return roomId.startsWith('direct:');
}
