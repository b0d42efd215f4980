import { momentOf } from './format.js';
import { roleWords } from './wording.js';
/** What happened in the room other than messages, as a line of its own; undefined for what needs none. */
export function noticeOf(event) {
    const who = event.user_id;
    switch (event.type) {
        case 'join': return `${who} joined`;
        case 'leave': return `${who} left the room for good`;
        case 'message':
            if (event.event === 'pinned')
                return `${who} pinned a message`;
            return undefined;
        case 'unknown': return undefined;
        case 'system': break;
    }
    switch (event.event) {
        case 'room_created': return event.data.direct === true ? undefined : `${who} opened this room`;
        case 'room_updated': return `${who} changed the room’s settings`;
        case 'room_archived': return `${who} archived this room${because(event.data.reason)}`;
        case 'room_restored': return `${who} brought this room back from the archive`;
        case 'room_locked': return `${who} locked this room${because(event.data.reason)}`;
        case 'room_unlocked': return `${who} unlocked this room`;
        case 'room_deleted': return `${who} deleted this room`;
        case 'ownership_transferred': return `${who} handed this room over to ${event.data.user_id}`;
        case 'invite_created':
        case 'invite_revoked': return undefined;
        default: return moderationOf(event);
    }
}
function moderationOf({ event, user_id: who, data }) {
    const { user_id: whom, reason, until, role } = data;
    const end = until === undefined ? '' : ` until ${momentOf(new Date(until))}`;
    switch (event) {
        case 'ban': return `${who} banned ${whom}${end}${because(reason)}`;
        case 'unban': return `${who} lifted the ban on ${whom}`;
        case 'mute': return `${who} muted ${whom}${end}${because(reason)}`;
        case 'unmute': return `${who} let ${whom} speak again`;
        case 'kick': return `${who} removed ${whom}${because(reason)}`;
        case 'warn': return `${who} warned ${whom}${because(reason)}`;
        case 'role': return `${who} made ${whom} ${roleWords(role ?? 'member')}`;
        case 'permissions': return `${who} changed what ${whom} may do`;
        case 'member_added': return `${who} brought in ${whom}`;
    }
}
function because(reason) {
    return reason === undefined ? '' : `: ${reason}`;
}
