// The only file that touches globals: what the library needs from a browser or Node.js, named one by one.

import type { WebSocketLike } from './socket.js';

/** What the library uses of `fetch`. */
export type FetchLike = (url: string, init: {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

interface Platform {
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  readonly crypto: { getRandomValues(into: Uint8Array): Uint8Array };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly WebSocket?: new (url: string, protocol: string) => WebSocketLike;
  readonly addEventListener?: (type: string, listener: () => void) => void;
  readonly removeEventListener?: (type: string, listener: () => void) => void;
  readonly fetch?: FetchLike;
  readonly reportError?: (error: unknown) => void;
}

export const platform = globalThis as unknown as Platform;
