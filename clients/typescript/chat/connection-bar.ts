import type { ClientState, StreamingClient } from '../client/index.js';
import type { Announcer } from './announcer.js';
import { part, setText } from './dom.js';
import { standingOf } from './wording.js';

/** A hitch shorter than this is not worth a bar that pushes the page about. */
const patienceMs = 700;

export interface ConnectionEvents {
  /** Asked for by the bar's button once the connection is closed for good. */
  again(): void;
  /** Whether there has been no connection for longer than a hitch. */
  cut(off: boolean): void;
}

/** The state of the connection: a dot in the header, and a bar that says more while there is none. */
export class ConnectionBar {
  readonly #client: StreamingClient;
  readonly #announcer: Announcer;
  readonly #events: ConnectionEvents;
  readonly #state = part('state');
  readonly #bar = part('connection');
  readonly #retry = part<HTMLButtonElement>('retry');
  readonly #stop = new AbortController();
  readonly #ticking: number;
  #troubleSince: number | undefined = Date.now();
  #wasOpen = false;

  constructor(client: StreamingClient, announcer: Announcer, events: ConnectionEvents) {
    this.#client = client;
    this.#announcer = announcer;
    this.#events = events;
    const { signal } = this.#stop;
    signal.addEventListener('abort', client.on('state', state => this.#changed(state)));
    signal.addEventListener('abort', client.on('queue', () => this.#show()));
    for (const event of ['online', 'offline']) addEventListener(event, () => this.#show(), { signal });
    const retry = (): void => (client.state.name === 'closed' ? events.again() : client.retryNow());
    this.#retry.addEventListener('click', retry, { signal });
    this.#ticking = setInterval(() => { if (client.state.name !== 'open') this.#show(); }, 250);
    this.#show();
  }

  dispose(): void {
    this.#stop.abort();
    clearInterval(this.#ticking);
  }

  #changed(state: ClientState): void {
    const open = state.name === 'open';
    if (open) this.#troubleSince = undefined;
    else this.#troubleSince ??= Date.now();
    // Once per change of heart: not for each of many tries.
    if (open && this.#wasOpen === false) this.#announcer.say('Connected.');
    if (!open && this.#wasOpen) this.#announcer.say('Connection interrupted.');
    if (state.name === 'closed') this.#announcer.say(this.#standing().message);
    this.#wasOpen = open;
    this.#show();
  }

  #standing(): ReturnType<typeof standingOf> {
    return standingOf(this.#client.state, this.#client.queued, navigator.onLine, Date.now());
  }

  #show(): void {
    const { name } = this.#client.state;
    const { label, message, retryIn } = this.#standing();
    this.#state.dataset['state'] = name;
    this.#state.dataset['queued'] = String(this.#client.queued);
    setText(part('state-label'), label);
    const patient = this.#troubleSince !== undefined && Date.now() - this.#troubleSince < patienceMs;
    this.#bar.hidden = name === 'open' || (patient && name !== 'closed');
    this.#events.cut(!this.#bar.hidden);
    this.#bar.classList.toggle('final', name === 'closed');
    setText(part('connection-text'), message);
    setText(part('connection-countdown'), retryIn === undefined || retryIn === 0 ? '' : `Next try in ${retryIn} s`);
    this.#retry.hidden = name !== 'waiting' && name !== 'closed';
    setText(this.#retry, name === 'closed' ? 'Connect again' : 'Try now');
  }
}
