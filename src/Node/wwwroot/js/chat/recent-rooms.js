import { recall, remember } from './storage.js';
const most = 8;
/** The rooms last visited on this device by somebody of this name, the latest first. */
export function recentRooms(name) {
    try {
        const rooms = JSON.parse(recall('device', keyOf(name)) ?? '[]');
        return Array.isArray(rooms) ? rooms.filter((room) => typeof room === 'string').slice(0, most) : [];
    }
    catch {
        return [];
    }
}
export function visited(name, room) {
    write(name, [room, ...recentRooms(name).filter(other => other !== room)]);
}
export function unvisited(name, room) {
    write(name, recentRooms(name).filter(other => other !== room));
}
/** Under which storage has them. */
export function keyOf(name) {
    return `recent.${name}`;
}
function write(name, rooms) {
    remember('device', keyOf(name), JSON.stringify(rooms.slice(0, most)));
}
