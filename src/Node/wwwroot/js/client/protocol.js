// Every message of protocol version 1 that this client speaks, as it stands on the wire: field names are the
// protocol's, snake_case, and times are RFC 3339 text. `incoming.ts` turns what arrives into these types. What a room's log
// holds stands in `events.ts`.
export {};
