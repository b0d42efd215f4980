export type Piece = { readonly text: string } | { readonly text: string; readonly href: string };

/** Web addresses only: a scheme that could do something else is left as text. */
const address = /\bhttps?:\/\/[^\s<>"'`\u0000-\u001f\u202a-\u202e\u2066-\u2069]+/giu;

/** Punctuation that ends a sentence rather than an address. */
const trailing = new Set('.,;:!?…');

/** Splits a message into its text and the web addresses in it; joined again, the pieces are the message. */
export function pieces(message: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of message.matchAll(address)) {
    const text = withoutTail(match[0]);
    const href = parse(text);
    if (href === undefined) continue;
    if (match.index > end) found.push({ text: message.slice(end, match.index) });
    found.push({ text, href });
    end = match.index + text.length;
  }
  if (end < message.length) found.push({ text: message.slice(end) });
  return found;
}

/**
 * Takes off what belongs to the sentence around: "(see https://example.org/a)." ends before the bracket, while
 * "https://example.org/a_(b)" keeps its own. One walk from the end, for messages may be made of brackets.
 */
function withoutTail(text: string): string {
  let unopened = 0;
  for (const character of text) unopened += character === ')' ? 1 : character === '(' ? -1 : 0;
  let end = text.length;
  for (; end > 0; end--) {
    const last = text[end - 1]!;
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!trailing.has(last)) break;
  }
  return text.slice(0, end);
}

function parse(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url.href;
  } catch {
    return undefined;
  }
}
