import type { BackoffBounds } from './backoff.js';
import type { Clock } from './clock.js';
import type { NetworkSignal } from './network.js';
import type { FetchLike } from './platform.js';
import type { WebSocketFactory } from './socket.js';

export interface StreamingClientOptions {
  /** Where the server's WebSocket is: `wss://chat.example/ws`. `https:` is taken for `wss:`, `http:` for `ws:`. */
  readonly url: string;

  /** The name of a guest, where the server takes guests. */
  readonly userId?: string;

  /** A token for `?access_token=`, or a function that gives a fresh one for each connection. */
  readonly token?: string | (() => string | Promise<string>);

  /** Gives a single-use ticket (`POST /api/v1/negotiate`) for each connection: keeps long-lived tokens out of URLs. */
  readonly ticket?: () => string | Promise<string>;

  /**
   * Gives a token that is good now. It is asked for each connection, where the token is exchanged for a ticket and stands in no URL, and again shortly
   * before an open connection's token runs out. In the place of `token`, `ticket` and `userId`.
   */
  readonly getToken?: () => string | Promise<string>;

  /** For tickets, with `getToken`; the platform's own when absent. */
  readonly fetch?: FetchLike;

  /** How to open a WebSocket; the platform's own when absent. Headers, proxies and the like are set here. */
  readonly webSocket?: WebSocketFactory;

  /** Messages that may wait for their ack, over all rooms. 500 by default. */
  readonly queueLimit?: number;

  /** How long to wait for an answer before a request is tried again; 10 s by default. */
  readonly requestTimeoutMs?: number;

  /** How long a connection may take until its welcome; 15 s by default. */
  readonly connectTimeoutMs?: number;

  /** Waits between connections: {@link defaultBackoff} by default. */
  readonly backoff?: BackoffBounds;

  // For tests: time, chance, and the machine's network.
  readonly clock?: Clock;
  /** Numbers in [0, 1). */
  readonly random?: () => number;
  /** What this client's request ids begin with: up to 48 characters, different for each client of a user. */
  readonly requestIdPrefix?: string;
  readonly network?: NetworkSignal;
}
