// The only file that touches globals: what the library needs from a browser or Node.js, named one by one.

import type { WebSocketLike } from './socket.js';

interface Platform {
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  readonly crypto: { getRandomValues(into: Uint8Array): Uint8Array };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly WebSocket?: new (url: string, protocol: string) => WebSocketLike;
  readonly addEventListener?: (type: string, listener: () => void) => void;
  readonly removeEventListener?: (type: string, listener: () => void) => void;
  readonly reportError?: (error: unknown) => void;
}

export const platform = globalThis as unknown as Platform;
