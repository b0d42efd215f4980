import WebSocket from 'ws';

const patience = 30_000;

/** A client over the package `ws`, which takes what the server says in order, or looks for it. */
export class Client {
  #socket;
  #received = [];
  #waiting = [];

  constructor(query) {
    this.#socket = new WebSocket(`${process.env.STREAMING_URL}/ws?${query}`, 'streaming.v1.json');
    this.closed = new Promise(resolve => this.#socket.on('close', code => resolve(code)));
    this.opened = new Promise((resolve, reject) => this.#socket.once('open', resolve).once('error', reject));
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary) throw new Error('the server sent a binary message');
      this.#received.push(JSON.parse(data.toString('utf8')));
      this.#match();
    });
    this.#socket.on('close', code => {
      for (const waiting of this.#waiting.splice(0)) waiting.fail(new Error(`closed with ${code}`));
    });
  }

  /** Connects and takes the welcome. */
  static async connect(query) {
    const client = new Client(query);
    await client.opened;
    client.welcome = await client.next();
    return client;
  }

  get socket() {
    return this.#socket;
  }

  send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /** Sends a request and takes its answer. */
  ask(request) {
    const id = request.id ?? crypto.randomUUID();
    this.send({ ...request, id });
    return this.find(message => message.id === id);
  }

  join(room, more = {}) {
    return this.ask({ type: 'join', room_id: room, ...more });
  }

  say(room, data, more = {}) {
    return this.ask({ type: 'message', room_id: room, data, ...more });
  }

  next() {
    return this.find(() => true);
  }

  event(type, room, event) {
    return this.find(message =>
      message.type === type && message.room_id === room && (event === undefined || message.event === event));
  }

  /** The first message that fits; others stay for later. */
  find(fits) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing fits ${fits}`)), patience);
      const settle = end => value => {
        clearTimeout(timer);
        end(value);
      };
      this.#waiting.push({ fits, take: settle(resolve), fail: settle(reject) });
      this.#match();
    });
  }

  /** What is here once the server has answered a ping: nothing it said before can be missing. */
  async everythingSoFar() {
    await this.ask({ type: 'ping' });
    return this.#received.splice(0);
  }

  /** Closes, and waits for the other side. */
  end() {
    this.#socket.close();
    return this.closed;
  }

  /** Ends as a lost network does. */
  cut() {
    this.#socket.terminate();
    return this.closed;
  }

  #match() {
    for (let i = 0; i < this.#waiting.length; i++) {
      const found = this.#received.findIndex(this.#waiting[i].fits);
      if (found < 0) continue;
      const [message] = this.#received.splice(found, 1);
      this.#waiting.splice(i--, 1)[0].take(message);
    }
  }
}
