import { readLogged } from './event-readers.js';
import { readError, readHistoryPage, readPresenceCount, readPresenceDiff, readPresenceSnapshot, readReadNotice, readReset, readSignal, readWatchedUser, readWelcome, } from './readers.js';
import { count, object, text } from './shapes.js';
export function decode(frame) {
    if (typeof frame !== 'string')
        return malformed('a binary frame');
    let parsed;
    try {
        parsed = JSON.parse(frame);
    }
    catch {
        return malformed('not JSON');
    }
    const message = object(parsed);
    const type = text(message?.['type']);
    if (message === undefined || type === undefined)
        return malformed('not a message');
    return sort(message, type) ?? malformed(`a ${type.slice(0, 32)} of the wrong shape`);
}
function sort(message, type) {
    const roomId = text(message['room_id']);
    const seq = count(message['seq']);
    if (roomId !== undefined && seq !== undefined && !isAnswer(type)) {
        return { kind: 'logged', roomId, seq, event: readLogged(message) };
    }
    switch (type) {
        case 'welcome': return when(readWelcome(message['data']), welcome => ({ kind: 'welcome', welcome }));
        case 'ack': return answer(message, { type: 'ack', data: object(message['data']) ?? {} });
        case 'pong': return answer(message, { type: 'pong' });
        case 'history': return when(readHistoryPage(message['data']), page => answer(message, { type: 'history', page }));
        case 'error': return when(readError(message['error']), error => answer(message, { type: 'error', error }) ?? { kind: 'error', roomId, error });
        case 'typing': return typing(message, roomId);
        case 'presence': return presence(message, roomId);
        case 'system': return system(message, roomId);
        case 'leave': return confined(message, roomId);
        default: return { kind: 'unknown', type };
    }
}
function isAnswer(type) {
    return type === 'ack' || type === 'error' || type === 'history' || type === 'pong';
}
function answer(message, answer) {
    return when(text(message['id']), id => ({ kind: 'answer', id, answer }));
}
function confined(message, roomId) {
    const userId = text(message['user_id']);
    // Of a channel.
    if (roomId === undefined || userId === undefined)
        return { kind: 'unknown', type: 'leave' };
    return { kind: 'confined', roomId, userId };
}
function typing(message, roomId) {
    const userId = text(message['user_id']);
    const event = message['event'];
    if (roomId === undefined || userId === undefined || (event !== 'start' && event !== 'stop'))
        return undefined;
    return { kind: 'typing', roomId, userId, active: event === 'start' };
}
function presence(message, roomId) {
    const { event } = message;
    // Of somebody who is watched, in no room.
    if (event === 'update')
        return when(readWatchedUser(message['user_id'], message['data']), user => ({ kind: 'presence_update', user }));
    if (roomId === undefined)
        return undefined;
    switch (event) {
        case 'snapshot':
            return when(readPresenceSnapshot(message['data']), snapshot => 
            // With an id it answers our question; without, it is the server's own first word on the room.
            answer(message, { type: 'presence', snapshot }) ?? { kind: 'presence_snapshot', roomId, snapshot });
        case 'count':
            return when(readPresenceCount(message['data']), count => ({ kind: 'presence_count', roomId, count }));
        case 'diff':
            return when(readPresenceDiff(message['data']), diff => ({ kind: 'presence_diff', roomId, diff }));
        default:
            return { kind: 'unknown', type: 'presence' };
    }
}
function system(message, roomId) {
    switch (message['event']) {
        case 'reset':
            if (roomId === undefined)
                return undefined;
            return when(readReset(message['data']), reset => ({ kind: 'reset', roomId, reset }));
        case 'read':
            if (roomId === undefined)
                return undefined;
            return when(readReadNotice(message), read => ({ kind: 'read', roomId, read }));
        case 'signal':
            if (roomId === undefined)
                return undefined;
            return when(readSignal(message), signal => ({ kind: 'signal', roomId, signal }));
        case 'draining':
            return { kind: 'draining', reconnectAfterMs: count(object(message['data'])?.['reconnect_after_ms']) };
        default:
            return { kind: 'unknown', type: 'system' };
    }
}
function when(value, make) {
    return value === undefined ? undefined : make(value);
}
function malformed(reason) {
    return { kind: 'malformed', reason };
}
