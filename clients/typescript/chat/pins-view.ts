import type { RoomMessage, RoomsApi } from '../client/index.js';
import { part, setText } from './dom.js';
import type { Hues } from './hues.js';
import { stateOf } from './message-state.js';
import { snippet, type Snippet } from './snippet.js';
import type { MessageEntry } from './timeline.js';

type Pin = Snippet & { readonly seq: number };

/** The messages that are pinned: those of the server, or of what is loaded where it does not tell. */
export class PinsView {
  readonly #list = part('pins');
  readonly #status = part('pins-status');
  readonly #api: RoomsApi;
  readonly #roomId: string;
  readonly #hues: Hues;
  readonly #loaded: () => readonly MessageEntry[];
  readonly #open: (seq: number) => void;

  constructor(api: RoomsApi, roomId: string, hues: Hues, loaded: () => readonly MessageEntry[], open: (seq: number) => void) {
    this.#api = api;
    this.#roomId = roomId;
    this.#hues = hues;
    this.#loaded = loaded;
    this.#open = open;
    this.#show([]);
  }

  async load(): Promise<void> {
    const known = (): readonly Pin[] => this.#loaded()
      .flatMap(({ seq, userId, text, at }) => (seq === undefined ? [] : [{ seq, userId, text, at }])).sort((a, b) => b.seq - a.seq);
    try {
      this.#show((await this.#api.pins(this.#roomId)).map(pinOf));
    } catch {
      this.#show(known());
      // As far as it can be told: of what is loaded, and not of what is further back.
      if (this.#list.childElementCount === 0) setText(this.#status, 'Nothing that is loaded is pinned.');
    }
  }

  dispose(): void {
    this.#list.replaceChildren();
  }

  #show(pins: readonly Pin[]): void {
    setText(this.#status, pins.length === 0 ? 'Nothing is pinned here.' : '');
    this.#list.replaceChildren(...pins.map(pin => snippet(pin, this.#hues, [], () => this.#open(pin.seq))));
  }
}

function pinOf(message: RoomMessage): Pin {
  return { seq: message.seq, userId: message.user_id, text: stateOf(message).text, at: new Date(message.timestamp) };
}
