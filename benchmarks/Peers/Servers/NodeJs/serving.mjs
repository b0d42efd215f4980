// How each of these servers starts and ends: one line once it listens, and SIGTERM.

export function portOf(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  console.error('The first argument is the port to listen on.');
  process.exit(2);
}

// Says where the server listens, and ends the process when it is told to. A port that is taken ends it as well.
export function untilTold(server) {
  const report = () => console.log(`listening on ${server.address().port}`);
  if (server.address()) report();
  else server.once('listening', report);
  process.once('SIGTERM', () => process.exit(0));
}
