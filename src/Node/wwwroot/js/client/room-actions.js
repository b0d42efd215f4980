/**
 * What is done to messages and members of a room. Each is logged; offline it waits in the queue as a message does, and a
 * try that gets no answer is repeated under the same id. Fails with a StreamingError, such as `insufficient_role`.
 */
export class RoomActions {
    /** The message says `data` from now on. */
    edit(messageId, data, options = {}) {
        return this.change({ type: 'message', event: 'edited', data: { message_id: messageId, data }, ...present(options) });
    }
    /** Takes the message, and all that edits made of it, out of every later history, search and replay. */
    delete(messageId) {
        return this.#mark('deleted', messageId);
    }
    /** `reaction`: 1 to 32 characters, most often an emoji. */
    react(messageId, reaction) {
        return this.change({ type: 'message', event: 'reaction_added', data: { message_id: messageId, reaction } });
    }
    unreact(messageId, reaction) {
        return this.change({ type: 'message', event: 'reaction_removed', data: { message_id: messageId, reaction } });
    }
    pin(messageId) {
        return this.#mark('pinned', messageId);
    }
    unpin(messageId) {
        return this.#mark('unpinned', messageId);
    }
    /** Ends the room on all connections of the user at once, and refuses joins. */
    ban(userId, restriction = {}) {
        return this.#moderate('ban', userId, restriction);
    }
    unban(userId, reason = {}) {
        return this.#moderate('unban', userId, reason);
    }
    mute(userId, restriction = {}) {
        return this.#moderate('mute', userId, restriction);
    }
    unmute(userId, reason = {}) {
        return this.#moderate('unmute', userId, reason);
    }
    /** Takes the user out of the room; they may come again. */
    kick(userId, reason = {}) {
        return this.#moderate('kick', userId, reason);
    }
    warn(userId, reason = {}) {
        return this.#moderate('warn', userId, reason);
    }
    setRole(userId, role, reason = {}) {
        return this.#moderate('role', userId, { role, ...reason });
    }
    setPermissions(userId, change) {
        return this.#moderate('permissions', userId, change);
    }
    /** Makes the user a member. */
    addMember(userId, role) {
        return this.#moderate('add', userId, { role });
    }
    #mark(event, messageId) {
        return this.change({ type: 'message', event, data: { message_id: messageId } });
    }
    #moderate(event, userId, more) {
        return this.change({ type: 'moderate', event, data: { user_id: userId, ...present(more) } });
    }
}
/** Without what is undefined. */
function present(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
