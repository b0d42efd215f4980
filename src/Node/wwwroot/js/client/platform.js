// The only file that touches globals: what the library needs from a browser or Node.js, named one by one.
export const platform = globalThis;
