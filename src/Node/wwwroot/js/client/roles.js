/** A user's role after an event of the room's log, given the one before. */
export function roleAfter(event, userId, before) {
    if (event.type === 'join')
        return event.user_id === userId ? event.data.role ?? before : before;
    if (event.type !== 'system')
        return before;
    switch (event.event) {
        case 'role':
        case 'member_added': return event.data.user_id === userId ? event.data.role ?? before : before;
        case 'ownership_transferred':
            // Who hands the room over stays on as an admin.
            if (event.data.user_id === userId)
                return 'owner';
            return before === 'owner' ? 'admin' : before;
        default: return before;
    }
}
