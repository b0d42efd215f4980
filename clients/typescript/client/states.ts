/** Why a connection is not there. `code` is the WebSocket's close code; 1006 when it broke without one. */
export interface Cause {
  readonly code: number;
  readonly reason: string;
}

/** Where a client stands, as the `state` event tells it. */
export type ClientState =
  /** On its way: the address, the socket, the welcome. `attempt` counts from 1 since the last good connection. */
  | { readonly name: 'connecting'; readonly attempt: number }
  /** Welcomed. Rooms are being picked up where they were left. */
  | { readonly name: 'open'; readonly userId: string; readonly nodeId: string; readonly resumed: boolean }
  /** Between two tries; the next is at `retryAt` (milliseconds since the Unix epoch), `delayMs` after this event. */
  | {
    readonly name: 'waiting';
    readonly attempt: number;
    readonly delayMs: number;
    readonly retryAt: number;
    readonly cause: Cause;
  }
  /** Not started, closed by the application (no cause), or sent away by the server for good (its cause). */
  | { readonly name: 'closed'; readonly cause: Cause | undefined };
