import { plural } from './format.js';
export function standingOf(state, queued, online, now) {
    const later = queued === 0 ? 'You can go on writing.' : `${plural(queued, 'message')} will go out when you are back.`;
    switch (state.name) {
        case 'open':
            return { label: 'Connected', message: '', retryIn: undefined };
        case 'connecting':
            return state.attempt === 1
                ? { label: 'Connecting', message: 'Connecting…', retryIn: undefined }
                : { label: 'Reconnecting', message: `Reconnecting… ${queued === 0 ? '' : later}`.trim(), retryIn: undefined };
        case 'waiting': {
            const retryIn = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
            return online
                ? { label: 'Reconnecting', message: `Connection interrupted. ${later}`, retryIn }
                : { label: 'Offline', message: `You are offline. ${later}`, retryIn };
        }
        case 'closed':
            return { label: 'Disconnected', message: whyClosed(state.cause), retryIn: undefined };
    }
}
const statuses = { online: 'Online', away: 'Away', busy: 'Busy', offline: 'Offline' };
/** How somebody is, or, without a connection, how they were when there was one. */
export function statusWords(status, stale) {
    return stale ? `Last seen ${statuses[status].toLowerCase()}` : statuses[status];
}
/** How many are here, or were; nothing while that is not known yet. */
export function presentWords(people, stale) {
    if (people === 0)
        return '';
    return `${plural(people, 'person', 'people')}${stale ? ' last seen here' : ''}`;
}
function whyClosed(cause) {
    switch (cause?.code) {
        case undefined: return 'Disconnected.';
        case 4001: return 'This server wants you to sign in.';
        case 4003: return 'You were removed from this server.';
        case 4009: return 'This conversation goes on in another tab or device.';
        case 4010: return 'This name is open in too many places. Close one of them and try again.';
        default: return `The server closed the connection for good${cause?.reason ? `: ${cause.reason}` : ''}.`;
    }
}
/** Why one may not come in, for the start screen. */
export function whyNotIn(error, room) {
    switch (error.code) {
        case 'closed': return whyClosed(causeOf(error));
        case 'room_not_found': return `There is no room called ${room}, and this server does not open new ones.`;
        case 'not_a_member':
        case 'invite_invalid': return `${room} is a private room.`;
        case 'banned': return `You may not enter ${room}.`;
        case 'room_full': return `${room} is full.`;
        case 'room_limit': return 'You are in as many rooms as this server allows.';
        default: return error.message;
    }
}
function causeOf(error) {
    const { code, reason } = error.detail;
    return typeof code === 'number' && typeof reason === 'string' ? { code, reason } : undefined;
}
/** Why a message was not sent, under the message itself. */
export function whyNotSent(error) {
    const code = error.code;
    switch (code) {
        case 'content_rejected': return 'This room does not accept that message.';
        case 'message_too_large': return 'Too long for this server.';
        case 'queue_full': return 'Too many messages are waiting already.';
        case 'outcome_unknown': return 'The connection broke for too long: it may have arrived, or not.';
        case 'muted': return 'You are muted here.';
        case 'banned':
        case 'not_a_member': return 'You are not in this room any more.';
        case 'closed':
        case 'left': return 'Disconnected before it was sent.';
        default: return error instanceof Error ? error.message : 'Not sent.';
    }
}
