import { recall, remember } from './storage.js';

const key = 'recent';
const most = 6;

/** The rooms last visited on this device, the latest first. */
export function recentRooms(): readonly string[] {
  try {
    const rooms: unknown = JSON.parse(recall('device', key) ?? '[]');
    return Array.isArray(rooms) ? rooms.filter((room): room is string => typeof room === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export function visited(room: string): void {
  const rooms = [room, ...recentRooms().filter(other => other !== room)].slice(0, most);
  remember('device', key, JSON.stringify(rooms));
}
