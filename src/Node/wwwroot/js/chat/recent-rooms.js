import { recall, remember } from './storage.js';
const key = 'recent';
const most = 6;
/** The rooms last visited on this device, the latest first. */
export function recentRooms() {
    try {
        const rooms = JSON.parse(recall('device', key) ?? '[]');
        return Array.isArray(rooms) ? rooms.filter((room) => typeof room === 'string').slice(0, most) : [];
    }
    catch {
        return [];
    }
}
export function visited(room) {
    const rooms = [room, ...recentRooms().filter(other => other !== room)].slice(0, most);
    remember('device', key, JSON.stringify(rooms));
}
