import { verdictOn } from './close-codes.js';
import { Heartbeat } from './heartbeat.js';
import { decode } from './incoming.js';
/** A connection that held this long was a good one: the next wait starts small again. */
const steadyMs = 10_000;
/** "At once", for a draining node that named no moment: still not all of its clients in the same instant. */
const drainSpreadMs = 500;
/** How long a connection gets to answer once there is a reason to doubt it. */
const doubtedMs = 2_000;
/** The same for one that is not there yet: it has a name to look up and keys to exchange first. */
const doubtedConnectMs = 5_000;
/** The code this client closes with when it gives a connection up. 3000 to 4999 is what a page may use. */
const givenUp = 4900;
/**
 * One connection after another, and the waits between them:
 *
 *     closed → connecting → open → waiting → connecting → …       any → closed
 *
 * A socket that was given up stays given up: its handlers are taken off before anything else happens, so that a late
 * event of an old socket can never be taken for one of the new.
 */
export class Connection {
    #parts;
    #observer;
    #heartbeat;
    #state = { name: 'closed', cause: undefined };
    #socket;
    /** Ends what waits in the current state: the connect timeout, or the wait before the next try. */
    #cancelTimer = () => { };
    /** Told apart by identity, so that an address that arrives late is not used. */
    #try = {};
    #resumeToken;
    #openSince = 0;
    #reconnectAfterMs;
    constructor(parts, observer) {
        this.#parts = parts;
        this.#observer = observer;
        this.#heartbeat = new Heartbeat(parts.clock, parts.ping, () => this.#lost({ code: 1006, reason: 'no answer' }));
    }
    get state() {
        return this.#state;
    }
    start() {
        if (this.#state.name === 'closed')
            this.#connect();
    }
    /** Things have changed since the tries that failed: cuts a wait short, doubts what is under way, waits start small. */
    retryNow() {
        this.#parts.backoff.reset();
        if (this.#state.name === 'waiting')
            this.#connect();
        else
            this.doubt();
    }
    /** Gives what is under way a moment to prove itself: an open connection to answer, a new one to be welcomed. */
    doubt() {
        this.#heartbeat.probe(doubtedMs);
        if (this.#state.name === 'connecting')
            this.#welcomeWithin(doubtedConnectMs);
    }
    /** Ends for good, with nothing resumed by a later start. */
    stop() {
        if (this.#state.name === 'closed')
            return;
        this.#resumeToken = undefined;
        this.#drop(1000);
        this.#become({ name: 'closed', cause: undefined });
    }
    /** Gives this connection up and tries another, as a new session. */
    abandon(reason) {
        this.#resumeToken = undefined;
        this.#lost({ code: 1006, reason });
    }
    /** False when there is no welcomed connection to send on. */
    send(message) {
        if (this.#state.name !== 'open' || this.#socket === undefined)
            return false;
        try {
            this.#socket.send(JSON.stringify(message));
            return true;
        }
        catch {
            // Closing, and its close event is still on the way: as good as not connected.
            return false;
        }
    }
    #connect() {
        this.#cancelTimer();
        const thisTry = (this.#try = {});
        this.#become({ name: 'connecting', attempt: this.#parts.backoff.tries + 1 });
        // Whoever hears of a state may close the client in the same breath; here and below that has to hold.
        if (this.#try !== thisTry)
            return;
        this.#welcomeWithin(this.#parts.connectTimeoutMs);
        const fail = (error) => {
            if (this.#try !== thisTry)
                return;
            this.#lost({ code: 1006, reason: error instanceof Error ? error.message : 'no address' });
        };
        const open = (url) => {
            if (this.#try !== thisTry)
                return;
            try {
                this.#open(url);
            }
            catch (error) {
                fail(error);
            }
        };
        try {
            const address = this.#parts.address(this.#resumeToken);
            if (typeof address === 'string')
                open(address);
            else
                address.then(open, fail);
        }
        catch (error) {
            fail(error);
        }
    }
    #welcomeWithin(waitMs) {
        this.#cancelTimer();
        this.#cancelTimer = this.#parts.clock.schedule(waitMs, () => this.#lost({ code: 1006, reason: 'no welcome in time' }));
    }
    #open(url) {
        const socket = this.#parts.webSocket(url, 'streaming.v1.json');
        this.#socket = socket;
        socket.onmessage = event => this.#receive(event.data);
        socket.onclose = event => this.#lost({ code: event.code ?? 1006, reason: event.reason ?? '' });
        // The close event that always follows says all there is to know; without a handler `ws` would throw.
        socket.onerror = () => { };
    }
    #receive(frame) {
        this.#heartbeat.heard();
        const incoming = decode(frame);
        if (incoming.kind === 'welcome')
            this.#welcomed(incoming.welcome);
        else if (incoming.kind === 'draining')
            this.#reconnectAfterMs = incoming.reconnectAfterMs;
        else
            this.#observer.received(incoming);
    }
    #welcomed(welcome) {
        if (this.#state.name !== 'connecting')
            return;
        this.#cancelTimer();
        this.#resumeToken = welcome.resume_token;
        this.#openSince = this.#parts.clock.now();
        this.#reconnectAfterMs = undefined;
        this.#heartbeat.start(welcome.heartbeat_s * 1000);
        this.#become({ name: 'open', userId: welcome.user_id, nodeId: welcome.node_id, resumed: welcome.resumed });
        if (this.state.name === 'open')
            this.#observer.welcomed(welcome);
    }
    #lost(cause) {
        const wasOpen = this.#state.name === 'open';
        // A machine that slept comes to it when its token has long run out.
        const ranOut = wasOpen && cause.code === 4001 && this.#parts.isRenewable;
        const verdict = ranOut ? 'retry' : verdictOn(cause.code);
        const wasSteady = wasOpen && this.#parts.clock.now() - this.#openSince >= steadyMs;
        if (verdict === 'stop')
            this.#resumeToken = undefined;
        this.#drop(givenUp);
        if (this.#state.name === 'closed')
            return;
        if (wasSteady)
            this.#parts.backoff.reset();
        if (verdict === 'stop') {
            this.#become({ name: 'closed', cause });
            return;
        }
        // Told to come back at once; but a node that greets and sends away in a loop is not followed at full speed.
        const atOnce = verdict === 'reconnect' && (wasSteady || this.#reconnectAfterMs !== undefined);
        if (atOnce)
            this.#wait(this.#reconnectAfterMs ?? Math.floor(this.#parts.random() * drainSpreadMs), cause);
        else
            this.#wait(this.#parts.backoff.next(), cause);
    }
    #wait(delayMs, cause) {
        const { clock, backoff } = this.#parts;
        this.#cancelTimer = clock.schedule(delayMs, () => this.#connect());
        this.#become({ name: 'waiting', attempt: backoff.tries, delayMs, retryAt: clock.now() + delayMs, cause });
    }
    /** Lets go of the socket, if there is one, and tells who waited for it. */
    #drop(code) {
        this.#try = {};
        this.#cancelTimer();
        this.#heartbeat.stop();
        const socket = this.#socket;
        this.#socket = undefined;
        if (socket === undefined)
            return;
        // Not onerror: a socket closed while it opens still reports that, and `ws` throws what nobody handles.
        socket.onmessage = socket.onclose = null;
        try {
            socket.close(code);
        }
        catch {
            // Closed already.
        }
        if (this.#state.name === 'open')
            this.#observer.ended();
    }
    #become(state) {
        this.#state = state;
        this.#observer.changed(state);
    }
}
