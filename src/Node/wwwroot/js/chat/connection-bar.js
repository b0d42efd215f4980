import { part, setText } from './dom.js';
import { standingOf } from './wording.js';
/** A hitch shorter than this is not worth a bar that pushes the page about. */
const patienceMs = 700;
/** The state of the connection: a dot in the header, and a bar that says more while there is none. */
export class ConnectionBar {
    #client;
    #announcer;
    #events;
    #state = part('state');
    #bar = part('connection');
    #retry = part('retry');
    #stop = new AbortController();
    #ticking;
    #troubleSince = Date.now();
    #wasOpen = false;
    constructor(client, announcer, events) {
        this.#client = client;
        this.#announcer = announcer;
        this.#events = events;
        const { signal } = this.#stop;
        signal.addEventListener('abort', client.on('state', state => this.#changed(state)));
        signal.addEventListener('abort', client.on('queue', () => this.#show()));
        for (const event of ['online', 'offline'])
            addEventListener(event, () => this.#show(), { signal });
        const retry = () => (client.state.name === 'closed' ? events.again() : client.retryNow());
        this.#retry.addEventListener('click', retry, { signal });
        this.#ticking = setInterval(() => { if (client.state.name !== 'open')
            this.#show(); }, 250);
        this.#show();
    }
    dispose() {
        this.#stop.abort();
        clearInterval(this.#ticking);
    }
    #changed(state) {
        const open = state.name === 'open';
        if (open)
            this.#troubleSince = undefined;
        else
            this.#troubleSince ??= Date.now();
        // Once per change of heart: not for each of many tries.
        if (open && this.#wasOpen === false)
            this.#announcer.say('Connected.');
        if (!open && this.#wasOpen)
            this.#announcer.say('Connection interrupted.');
        if (state.name === 'closed')
            this.#announcer.say(this.#standing().message);
        this.#wasOpen = open;
        this.#show();
    }
    #standing() {
        return standingOf(this.#client.state, this.#client.queued, navigator.onLine, Date.now());
    }
    #show() {
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
