import { platform } from './platform.js';
/** The platform's own WebSocket. Node.js before 22 has none: there the application brings one. */
export function platformWebSocket() {
    const Implementation = platform.WebSocket;
    if (Implementation === undefined) {
        throw new TypeError('No WebSocket here: bring one. With the npm package ws: '
            + '`webSocket: (url, protocol) => new WebSocket(url, protocol)`.');
    }
    return (url, protocol) => new Implementation(url, protocol);
}
