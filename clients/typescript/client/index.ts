export { StreamingClient, type ClientEvents, type Problem } from './client.js';
export type { StreamingClientOptions } from './options.js';
export type { Cause, ClientState } from './states.js';
export type { Held, JoinOptions, Room, RoomEvents, RoomState, SendOptions } from './room.js';
export { StreamingError } from './errors.js';
export type { WebSocketFactory, WebSocketLike } from './socket.js';
export { defaultBackoff, type BackoffBounds } from './backoff.js';
export type { Clock } from './clock.js';
export type { NetworkSignal } from './network.js';
export type {
  HistoryPage, HistoryQuery, OwnPresence, Position, PresenceEntry, PresenceStatus, PublishAck, ReadNotice, Reset, Signal,
  WatchedUser,
} from './protocol.js';
export {
  isMessage, isMessageChange,
  type InviteChanged, type LoggedEvent, type MemberJoined, type MemberLeft, type MemberModerated, type MessageChange,
  type MessageEdited, type MessageMarked, type MessageReaction, type OwnershipTransferred, type Reaction, type RoomChanged,
  type RoomMessage, type RoomStatusChanged, type UnknownEvent,
} from './events.js';
export type { ChangeAck, EditOptions, PermissionChange, Reason, Restriction } from './room-actions.js';
export {
  isAbove, permissions, permissionsOf, roles,
  type Invite, type Member, type MemberPage, type Membership, type ModerationEntry, type NewInvite, type Permission, type Role,
  type RoomInfo, type RoomPatch, type RoomSettings, type RoomUnread,
} from './room-info.js';
export { RoomsApi, type RoomsApiOptions } from './rooms-api.js';
export type { RoomListing } from './rooms-api.js';
