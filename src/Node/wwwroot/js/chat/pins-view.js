import { part, setText } from './dom.js';
import { stateOf } from './message-state.js';
import { snippet } from './snippet.js';
/** The messages that are pinned: those of the server, or of what is loaded where it does not tell. */
export class PinsView {
    #list = part('pins');
    #status = part('pins-status');
    #api;
    #roomId;
    #hues;
    #loaded;
    #open;
    constructor(api, roomId, hues, loaded, open) {
        this.#api = api;
        this.#roomId = roomId;
        this.#hues = hues;
        this.#loaded = loaded;
        this.#open = open;
        this.#show([]);
    }
    async load() {
        const known = () => this.#loaded()
            .flatMap(({ seq, userId, text, at }) => (seq === undefined ? [] : [{ seq, userId, text, at }])).sort((a, b) => b.seq - a.seq);
        try {
            this.#show((await this.#api.pins(this.#roomId)).map(pinOf));
        }
        catch {
            this.#show(known());
            // As far as it can be told: of what is loaded, and not of what is further back.
            if (this.#list.childElementCount === 0)
                setText(this.#status, 'Nothing that is loaded is pinned.');
        }
    }
    dispose() {
        this.#list.replaceChildren();
    }
    #show(pins) {
        setText(this.#status, pins.length === 0 ? 'Nothing is pinned here.' : '');
        this.#list.replaceChildren(...pins.map(pin => snippet(pin, this.#hues, [], () => this.#open(pin.seq))));
    }
}
function pinOf(message) {
    return { seq: message.seq, userId: message.user_id, text: stateOf(message).text, at: new Date(message.timestamp) };
}
