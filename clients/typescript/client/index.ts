export { StreamingClient, type ClientEvents, type Problem } from './client.js';
export type { StreamingClientOptions } from './options.js';
export type { Cause, ClientState } from './states.js';
export type { JoinOptions, Room, RoomEvents, RoomState, SendOptions } from './room.js';
export { StreamingError } from './errors.js';
export type { WebSocketFactory, WebSocketLike } from './socket.js';
export { defaultBackoff, type BackoffBounds } from './backoff.js';
export type { Clock } from './clock.js';
export type { NetworkSignal } from './network.js';
export type {
  HistoryPage, HistoryQuery, LoggedEvent, MemberJoined, MemberLeft, OwnPresence, Position, PresenceEntry,
  PresenceStatus, PublishAck, Reset, RoomMessage, RoomNotice,
} from './protocol.js';
