export { StreamingClient } from './client.js';
export { StreamingError } from './errors.js';
export { defaultBackoff } from './backoff.js';
export { isMessage, isMessageChange, } from './events.js';
export { isAbove, permissions, permissionsOf, roles, } from './room-info.js';
export { RoomsApi } from './rooms-api.js';
