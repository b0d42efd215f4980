import type { Position } from './protocol.js';

/** Where an event stands, seen from a listener's position. */
export type Place = 'next' | 'seen' | 'beyond_a_gap';

export function placeOf(seq: number, position: Position): Place {
  if (seq <= position.seq) return 'seen';
  return seq === position.seq + 1 ? 'next' : 'beyond_a_gap';
}

export function at(seq: number, epoch: string | undefined): Position {
  return epoch === undefined ? { seq } : { seq, epoch };
}
