import { platform } from './platform.js';

/** What the library uses of a WebSocket: the browser's own has it, and so has the npm package `ws`. */
export interface WebSocketLike {
  // `any`: the two implementations type their event objects differently, and a handler's parameter is contravariant.
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Opens a WebSocket. May throw; what it throws counts as a connection that failed. */
export type WebSocketFactory = (url: string, protocol: string) => WebSocketLike;

/** The platform's own WebSocket. Node.js before 22 has none: there the application brings one. */
export function platformWebSocket(): WebSocketFactory {
  const Implementation = platform.WebSocket;
  if (Implementation === undefined) {
    throw new TypeError('No WebSocket here: bring one. With the npm package ws: '
      + '`webSocket: (url, protocol) => new WebSocket(url, protocol)`.');
  }
  return (url, protocol) => new Implementation(url, protocol);
}
