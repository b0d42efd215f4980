/** Names a message of ours before the server does, so that its event is known as ours when it comes before its ack. */
export function localId() {
    return `p${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}
