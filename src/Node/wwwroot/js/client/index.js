export { StreamingClient } from './client.js';
export { StreamingError } from './errors.js';
export { defaultBackoff } from './backoff.js';
