import { StreamingError } from './errors.js';
/** Why a room is over for this user after an event of its log; undefined while it goes on. */
export function removalOf(event, userId) {
    const roomId = event.room_id;
    if (event.type === 'leave' && event.user_id === userId)
        return StreamingError.left(roomId);
    if (event.type !== 'system')
        return undefined;
    const detail = { ...('data' in event ? event.data : {}), by: event.user_id };
    switch (event.event) {
        case 'ban':
            if (event.data.user_id !== userId)
                return undefined;
            return new StreamingError('banned', 'You were banned from this room.', { roomId, detail });
        case 'kick':
            if (event.data.user_id !== userId)
                return undefined;
            return new StreamingError('kicked', 'You were removed from this room.', { roomId, detail });
        case 'room_deleted':
            return new StreamingError('room_deleted', 'The room was deleted.', { roomId, detail });
        default:
            return undefined;
    }
}
