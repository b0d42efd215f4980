import { avatar } from './avatar.js';
import { el } from './dom.js';
import { dayLabel, fullTimeOf, timeOf } from './format.js';
import type { Hues } from './hues.js';

const longest = 280;

export interface Snippet {
  readonly userId: string;
  readonly text: string;
  readonly at: Date;
}

/** A message as a line of a list: who, when, and how it begins. A click goes where it stands. */
export function snippet(message: Snippet, hues: Hues, words: readonly string[], open: () => void): HTMLLIElement {
  const when = el('time', 'time', `${dayLabel(message.at, new Date())}, ${timeOf(message.at)}`);
  when.dateTime = message.at.toISOString();
  when.title = fullTimeOf(message.at);
  const who = el('span', 'author', message.userId);
  who.dataset['hue'] = hues.of(message.userId);
  const text = el('span', 'snippet-text', ...marked(excerpt(message.text, words), words));
  text.dir = 'auto';
  const button = el('button', 'snippet', avatar(message.userId, hues.of(message.userId)), el('span', 'snippet-body', el('span', 'meta', who, when), text));
  button.type = 'button';
  button.addEventListener('click', open);
  const made = el('li', '', button);
  made.dataset['testid'] = 'snippet';
  return made;
}

/** The part of a long text in which the first of the words is found. */
export function excerpt(text: string, words: readonly string[]): string {
  if (text.length <= longest) return text;
  const lower = text.toLowerCase();
  const found = Math.min(...words.map(word => lower.indexOf(word.toLowerCase())).filter(at => at >= 0), text.length);
  const from = found === text.length ? 0 : Math.max(0, Math.min(found - 60, text.length - longest));
  return `${from > 0 ? '…' : ''}${text.slice(from, from + longest)}${from + longest < text.length ? '…' : ''}`;
}

function marked(text: string, words: readonly string[]): (Node | string)[] {
  const escaped = words.filter(word => word !== '').map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (escaped.length === 0) return [text];
  const pieces = text.split(new RegExp(`(${escaped.join('|')})`, 'giu'));
  return pieces.map((piece, index) => (index % 2 === 1 ? el('mark', '', piece) : piece)).filter(piece => piece !== '');
}
