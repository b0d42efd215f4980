import { StreamingClient, } from '../client/index.js';
import { linkTo, socketAddress } from './address-bar.js';
import { Composer } from './composer.js';
import { ConnectionBar } from './connection-bar.js';
import { part, setText } from './dom.js';
import { HistoryLoader } from './history-loader.js';
import { Hues } from './hues.js';
import { MessageList } from './message-list.js';
import { People } from './people.js';
import { rowsOf } from './rows.js';
import { Scroller } from './scroller.js';
import { Timeline } from './timeline.js';
import { showTyping } from './typing-line.js';
import { Unread } from './unread.js';
import { whyNotSent } from './wording.js';
/** One person in one room: brings the client library and the parts of the screen together. */
export class ChatScreen {
    #name;
    #roomId;
    #announcer;
    #refused;
    #client;
    #timeline = new Timeline();
    #hues = new Hues();
    #unread;
    #scroller;
    #list;
    #history;
    #composer;
    #people;
    #connection;
    #stop = new AbortController();
    #room;
    /** Which log the timeline is of. */
    #epoch;
    #drawing = false;
    /** `refused` is called when the room cannot be entered, or not any more. */
    constructor(name, roomId, announcer, refused) {
        this.#name = name;
        this.#roomId = roomId;
        this.#announcer = announcer;
        this.#refused = refused;
        this.#client = new StreamingClient({ url: socketAddress(), userId: name });
        this.#room = this.#client.room(roomId);
        this.#unread = new Unread(roomId);
        const list = part('messages');
        list.replaceChildren();
        this.#list = new MessageList(list, this.#hues, { retry: key => this.#retry(key), discard: key => this.#discard(key) });
        this.#scroller = new Scroller(part('scroll'), part('scroll-content'), () => this.#scrolled());
        this.#history = new HistoryLoader(this.#room, messages => this.#older(messages));
        this.#composer = new Composer(roomId, {
            send: text => this.#send(text),
            typed: () => this.#room.startTyping(),
            stopped: () => this.#room.stopTyping(),
            page: pages => this.#scroller.page(pages),
        });
        this.#people = new People(this.#hues, () => this.#me, status => this.#client.setPresence({ status }));
        this.#connection = new ConnectionBar(this.#client, announcer, {
            again: () => this.#enter(),
            // Who is here is not known any more, only who was.
            cut: off => this.#people.stale(off),
        });
        for (const title of document.querySelectorAll('[data-room-title]'))
            title.textContent = roomId;
        const { signal } = this.#stop;
        part('jump').addEventListener('click', () => { this.#scroller.jump(); this.#composer.focus(); }, { signal });
        document.addEventListener('visibilitychange', () => this.#looked(), { signal });
        // What waits to be sent waits on this page: closing it now would lose that without a word.
        addEventListener('beforeunload', event => { if (this.#client.queued > 0)
            event.preventDefault(); }, { signal });
        // A timer across midnight, so that "Today" stays true.
        const midnight = setInterval(() => this.#draw(), 60_000);
        signal.addEventListener('abort', () => clearInterval(midnight));
        this.#enter();
        this.#draw();
        this.#composer.focus();
    }
    get invitation() {
        return linkTo(this.#roomId);
    }
    dispose() {
        this.#stop.abort();
        this.#connection.dispose();
        this.#composer.dispose();
        this.#people.dispose();
        showTyping([]);
        this.#client.close();
    }
    get #me() {
        return this.#client.userId ?? this.#name;
    }
    // ---- the room ---------------------------------------------------------------------------------------------------
    /** Enters, for the first time or after the connection was closed for good; then what was missed comes first. */
    #enter() {
        const { position } = this.#room;
        const room = (this.#room = this.#client.room(this.#roomId));
        room.on('event', event => this.#happened(event));
        room.on('presence', users => this.#present(users));
        room.on('typing', showTyping);
        room.on('reset', reset => this.#broken(reset));
        room.on('state', state => this.#stands(state));
        this.#history.restart(room);
        // How it ends, its state says.
        room.join({ since: position?.seq, epoch: position?.epoch }).catch(() => { });
        this.#loadFirst();
    }
    #stands(state) {
        if (state.name === 'live')
            this.#epoch ??= this.#room.position?.epoch;
        if (state.name !== 'closed' || this.#stop.signal.aborted)
            return;
        // Closed with the whole connection: once there is something to come back to, the bar says so and offers that.
        if (state.error.code !== 'closed' || this.#epoch === undefined)
            this.#refused(state.error);
    }
    #loadFirst() {
        void this.#history.more().then(() => this.#draw());
    }
    #happened(event) {
        const entry = this.#timeline.add(event, this.#me);
        if (entry === undefined)
            return;
        if (entry.kind === 'message' && entry.userId !== this.#me) {
            if (!this.#scroller.following || document.hidden)
                this.#unread.came(entry.key);
            this.#announcer.say(`${entry.userId}: ${entry.text}`);
        }
        this.#changed();
    }
    #present(users) {
        this.#hues.here(users.map(user => user.user_id));
        this.#people.show(users);
        this.#changed();
    }
    #older(messages) {
        for (const message of messages)
            this.#timeline.add(message, this.#me);
        this.#draw();
        // A page of which little was new, or a tall screen: there may be room for more.
        queueMicrotask(() => this.#scrolled());
    }
    #broken(reset) {
        if (reset.epoch === this.#epoch) {
            this.#timeline.interrupted(reset.seq);
            this.#announcer.say('Some messages are missing.');
        }
        else {
            this.#epoch = reset.epoch;
            this.#timeline.startedAnew();
            this.#unread.forget();
            this.#history.restart(this.#room);
            this.#loadFirst();
            this.#announcer.say('The room was started anew.');
        }
        this.#changed();
    }
    // ---- what is written --------------------------------------------------------------------------------------------
    #send(text) {
        this.#unread.forget();
        this.#submit(text);
        this.#draw();
        this.#scroller.jump();
    }
    #submit(text) {
        const key = `p${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
        this.#timeline.write(key, text, new Date());
        // The id travels with the message, so that its event is known as ours even when it is here before its ack.
        this.#room.send({ text }, { metadata: { local_id: key } }).then(ack => { this.#timeline.acked(key, ack, this.#me); this.#changed(); }, (error) => { this.#timeline.failed(key, whyNotSent(error)); this.#changed(); });
    }
    #retry(key) {
        const text = this.#timeline.remove(key);
        if (text !== undefined)
            this.#submit(text);
        this.#draw();
        this.#composer.focus();
    }
    #discard(key) {
        const text = this.#timeline.remove(key);
        this.#draw();
        if (text !== undefined)
            this.#composer.offer(text);
        this.#composer.focus();
    }
    // ---- what is shown ----------------------------------------------------------------------------------------------
    /** Draws soon: fifty events that come together are one drawing. By timer: a hidden tab has no animation frames. */
    #changed() {
        if (this.#drawing)
            return;
        this.#drawing = true;
        setTimeout(() => {
            this.#drawing = false;
            if (!this.#stop.signal.aborted)
                this.#draw();
        });
    }
    #draw() {
        if (this.#scroller.following && this.#timeline.trim())
            this.#history.trimmed(this.#timeline.firstSeq);
        const { entries, unsent } = this.#timeline;
        part('loading').hidden = this.#history.started || unsent.length > 0;
        const silent = this.#history.started && unsent.length === 0 && entries.every(entry => entry.kind !== 'message');
        part('empty').hidden = !silent;
        part('scroll').classList.toggle('silent', silent);
        this.#scroller.hold(() => this.#list.show(rowsOf(entries, unsent, this.#me, this.#unread.from, new Date())));
    }
    #scrolled() {
        if (this.#scroller.following && !document.hidden)
            this.#unread.read();
        part('jump').hidden = this.#scroller.following;
        setText(part('jump-label'), this.#unread.count === 0 ? 'Jump to newest' : `${this.#unread.count} new`);
        if (this.#history.started && this.#scroller.nearStart)
            void this.#history.more();
    }
    #looked() {
        if (document.hidden)
            return;
        this.#client.retryNow();
        this.#scrolled();
    }
}
