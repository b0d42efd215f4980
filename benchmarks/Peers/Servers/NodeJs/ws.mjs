// A plain broadcast by room on ws: what its documentation shows, with rooms.
//
//   node ws.mjs PORT
//
// A client sends {"join":ROOM} and gets the same frame back once it is a member, or {"room":ROOM,"data":…}, which goes to every
// member of that room as it came, to its publisher too. Compression stays off, as it is by default.
import { WebSocketServer } from 'ws';
import { portOf, untilTold } from './serving.mjs';

const rooms = new Map();

const server = new WebSocketServer({ host: '127.0.0.1', port: portOf(process.argv[2]), backlog: 4096 });

server.on('connection', (client) => {
  const joined = new Set();

  client.on('message', (frame) => {
    const message = JSON.parse(frame);
    if (message.join !== undefined) {
      const room = rooms.get(message.join);
      if (room) room.add(client);
      else rooms.set(message.join, new Set([client]));
      joined.add(message.join);
      client.send(frame, asText);
      return;
    }
    for (const member of rooms.get(message.room) ?? []) member.send(frame, asText);
  });

  client.on('close', () => {
    for (const name of joined) {
      const room = rooms.get(name);
      room.delete(client);
      if (room.size === 0) rooms.delete(name);
    }
  });

  client.on('error', () => client.terminate());
});

const asText = { binary: false };

untilTold(server);
