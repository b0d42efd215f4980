/**
 * Why a request failed: the server's codes (protocol, section 5) as they came, and these of the client's own:
 *
 * - `queue_full`: more requests wait than the client holds. Nothing was sent.
 * - `outcome_unknown`: sent, never answered, and by now too old to send again without risking a duplicate.
 *   The room's log tells whether it arrived.
 * - `closed`: the client was closed, by its application or by a close code that says to stay away (`detail.code`).
 *   For this and `left`, a message that was under way may have arrived.
 * - `left`: the room was left.
 * - `kicked`, `banned` (as an event, not as a refusal), `room_deleted`: the room ended for this user while they were in
 *   it; `detail` has `by`, `reason` and `until`.
 * - `not_joined`: the room was never joined.
 * - `bad_answer`: the server answered with something that is not of the protocol.
 */
export class StreamingError extends Error {
    name = 'StreamingError';
    code;
    /** True when the same request may well succeed later. */
    retryable;
    /** Milliseconds to wait before that, if the server said. */
    retryAfterMs;
    /** Which room refused, if a room did. */
    roomId;
    /** The server's error in full (`until`, `reason`, `trace_id` …). */
    detail;
    constructor(code, message, from) {
        super(message);
        this.code = code;
        this.retryable = from?.error?.retryable ?? false;
        this.retryAfterMs = from?.error?.retry_after_ms;
        this.roomId = from?.roomId;
        this.detail = from?.error ?? from?.detail ?? {};
    }
    static refused(error, roomId) {
        return new StreamingError(error.code, error.message, roomId === undefined ? { error } : { error, roomId });
    }
    static queueFull(limit) {
        return new StreamingError('queue_full', `${limit} requests are waiting already.`);
    }
    static outcomeUnknown() {
        return new StreamingError('outcome_unknown', 'Sent, but never answered; it may or may not be in the room.');
    }
    static closed(cause) {
        const message = cause === undefined
            ? 'The client is closed.'
            : `The server sent this client away: ${cause.code} ${cause.reason}`.trimEnd();
        return new StreamingError('closed', message, { detail: { ...cause } });
    }
    static left(roomId) {
        return new StreamingError('left', `Not in ${roomId} any more.`, { roomId });
    }
    static notJoined(roomId) {
        return new StreamingError('not_joined', `${roomId} was not joined.`, { roomId });
    }
    static badAnswer() {
        return new StreamingError('bad_answer', 'The answer is not of the protocol.');
    }
}
