import { StreamingClient, type ClientState, type LoggedEvent, type Problem, type Reset, type Room, type StreamingClientOptions } from '../../client/index.js';
import { FakeClock, turn } from './fake-clock.js';
import { FakeServer, type FakeSocket, type Frame } from './fake-server.js';

/** A client, its clock and its server, and a record of what the client told. */
export class Scene {
  readonly clock = new FakeClock();
  readonly server = new FakeServer();
  readonly client: StreamingClient;
  readonly states: ClientState[] = [];
  readonly problems: Problem[] = [];
  readonly events: LoggedEvent[] = [];
  readonly resets: Reset[] = [];
  /** The machine's network changes. */
  network: (online: boolean) => void = () => {};

  constructor(options: Partial<StreamingClientOptions> = {}) {
    this.client = new StreamingClient({
      url: 'ws://chat.test/ws',
      userId: 'ana',
      webSocket: this.server.webSocket,
      clock: this.clock,
      random: () => 0.5,
      requestIdPrefix: 'r',
      network: changed => {
        this.network = changed;
        return () => { this.network = () => {}; };
      },
      ...options,
    });
    this.client.on('state', state => this.states.push(state));
    this.client.on('problem', problem => this.problems.push(problem));
  }

  get socket(): FakeSocket {
    return this.server.socket;
  }

  /** The seqs delivered to the room's listener so far. */
  get seqs(): number[] {
    return this.events.map(event => event.seq);
  }

  /** Asks to join, listening to all that the room tells. */
  start(options?: { since?: number; epoch?: string }): { room: Room; joined: Promise<Room> } {
    const room = this.client.room('lobby');
    room.on('event', event => this.events.push(event));
    room.on('reset', reset => this.resets.push(reset));
    const joined = room.join(options);
    return { room, joined };
  }

  /** Welcomed and joined, the head of the log at seq 2. */
  async joined(options?: { since?: number; epoch?: string }, ack: Frame = {}): Promise<Room> {
    const { joined } = this.start(options);
    this.socket.welcome();
    this.ackJoin(ack);
    await this.clock.advance(0);
    return joined;
  }

  ackJoin(ack: Frame = {}): Frame {
    const join = this.socket.take('join');
    this.socket.ack(join, { seq: 2, epoch: 'e1', first_seq: 1, role: 'member', member_count: 1, recovered: true, ...ack });
    return join;
  }

  /** Waits until the next try, and gives its socket. */
  async reconnect(): Promise<FakeSocket> {
    const before = this.server.sockets.length;
    while (this.server.sockets.length === before) {
      const wait = this.clock.untilNext;
      if (wait === undefined) throw new Error('nothing is scheduled');
      await this.clock.advance(wait);
    }
    return this.socket;
  }

  turn(): Promise<void> {
    return turn();
  }
}
