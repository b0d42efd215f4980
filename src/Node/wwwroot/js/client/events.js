// What stands in a room's log, as it is delivered: a closed set by `type` and `event`, each with its own `data`.
/** True for a message of its own, false for what is done to one. */
export function isMessage(event) {
    return event.type === 'message' && event.event === undefined;
}
export function isMessageChange(event) {
    return event.type === 'message' && event.event !== undefined;
}
