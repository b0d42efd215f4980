// Socket.IO with rooms, alone or as one of several nodes that share a Redis.
//
//   node socket-io.mjs PORT [REDIS_PORT]
//
// Events: "join" (room), acknowledged once the client is a member, and "publish" (room, data), which every member of the room
// gets as "message" (room, data), its publisher too.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { portOf, untilTold } from './serving.mjs';

const port = portOf(process.argv[2]);
const http = createServer();

// No polling, no files, no CORS: the clients come by WebSocket. Heartbeats as they are by default.
const io = new Server(http, { transports: ['websocket'], serveClient: false });

if (process.argv[3] !== undefined) {
  // Commands of one turn of the event loop go out together.
  const publisher = new Redis({ host: '127.0.0.1', port: portOf(process.argv[3]), enableAutoPipelining: true });
  const subscriber = publisher.duplicate();
  io.adapter(createAdapter(publisher, subscriber));
  // Answered in order, so the adapter's subscriptions stand when this does.
  await Promise.all([publisher.ping(), subscriber.ping()]);
}

// The request of the handshake is not needed again; letting go of it is what Socket.IO advises for its memory.
io.engine.on('connection', (connection) => {
  connection.request = null;
});

io.on('connection', (socket) => {
  socket.on('join', async (room, joined) => {
    await socket.join(room);
    joined();
  });
  socket.on('publish', (room, data) => {
    io.to(room).emit('message', room, data);
  });
});

http.listen({ host: '127.0.0.1', port, backlog: 4096 });
untilTold(http);
