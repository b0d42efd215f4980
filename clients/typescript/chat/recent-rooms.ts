import { recall, remember } from './storage.js';

const most = 8;

/** The rooms last visited on this device by somebody of this name, the latest first. */
export function recentRooms(name: string): readonly string[] {
  try {
    const rooms: unknown = JSON.parse(recall('device', keyOf(name)) ?? '[]');
    return Array.isArray(rooms) ? rooms.filter((room): room is string => typeof room === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export function visited(name: string, room: string): void {
  write(name, [room, ...recentRooms(name).filter(other => other !== room)]);
}

export function unvisited(name: string, room: string): void {
  write(name, recentRooms(name).filter(other => other !== room));
}

/** Under which storage has them. */
export function keyOf(name: string): string {
  return `recent.${name}`;
}

function write(name: string, rooms: readonly string[]): void {
  remember('device', keyOf(name), JSON.stringify(rooms.slice(0, most)));
}
