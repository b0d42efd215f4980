import type { LoggedEvent, Room, RoomMessage } from '../client/index.js';
import { Composer } from './composer.js';
import { part, setText } from './dom.js';
import { plural } from './format.js';
import type { Hues } from './hues.js';
import { localId } from './local-id.js';
import type { Menu } from './menu.js';
import { MessageList } from './message-list.js';
import { MessageMenu, type MessageCommands } from './message-menu.js';
import type { Rights } from './rights.js';
import { rowsOf, type MessageRow } from './rows.js';
import { Timeline, type MessageEntry } from './timeline.js';
import { whyNot, whyNotSent } from './wording.js';

const pageSize = 200;

export interface ThreadParts {
  readonly room: () => Room;
  readonly hues: Hues;
  readonly menu: Menu;
  readonly me: () => string;
  readonly rights: () => Rights;
  readonly commands: Omit<MessageCommands, 'edit' | 'answer' | 'write'>;
  edited(row: MessageRow, text: string): void;
}

/** One message and what was answered to it, beside the room. */
export class ThreadView {
  readonly #parts: ThreadParts;
  readonly #id: string;
  readonly #timeline = new Timeline();
  readonly #list: MessageList;
  readonly #menu: MessageMenu;
  readonly #composer: Composer;
  readonly #status = part('thread-status');
  readonly #scroll = part('thread-scroll');
  #disposed = false;

  /** `root` is what is answered to, if it is at hand. */
  constructor(threadId: string, root: MessageEntry | undefined, parts: ThreadParts) {
    this.#parts = parts;
    this.#id = threadId;
    const { hues, menu, me, rights } = parts;
    const list = part('thread-messages');
    list.replaceChildren();
    this.#list = new MessageList(list, hues, me, {
      retry: key => this.#again(key, text => this.#send(text)),
      discard: key => this.#again(key, text => this.#composer.offer(text)),
      react: parts.commands.react,
      openThread: () => {},
    });
    this.#composer = new Composer(part<HTMLFormElement>('thread-composer'), `${parts.room().id}.${threadId}`, 'Reply', {
      send: text => this.#send(text),
      edited: (key, text) => this.#edited(key, text),
      typed: () => parts.room().startTyping(),
      stopped: () => parts.room().stopTyping(),
      page: pages => this.#scroll.scrollBy({ top: pages * this.#scroll.clientHeight * 0.85 }),
    });
    this.#menu = new MessageMenu(this.#scroll, this.#list, menu, rights, me, {
      ...parts.commands,
      answer: () => this.#composer.focus(),
      edit: row => this.#composer.edit(row.key, row.text),
      write: () => this.#composer.focus(),
    }, true);
    if (root !== undefined) this.#timeline.put(root);
    this.draw(true);
    void this.#load(root === undefined);
  }

  get id(): string {
    return this.#id;
  }

  focus(): void {
    this.#composer.focus();
  }

  /** Whatever happens in the room; what is of this thread shows. */
  happened(event: LoggedEvent): void {
    const ours = event.type === 'message' && (event.event !== undefined || event.thread_id === this.#id || event.id === this.#id);
    if (!ours) return;
    const atEnd = this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < 60;
    if (this.#timeline.add(event, this.#parts.me())?.kind === 'notice') return;
    this.draw(atEnd);
  }

  draw(toEnd = false): void {
    if (this.#disposed) return;
    const { entries, unsent } = this.#timeline;
    const messages = entries.filter(entry => entry.kind === 'message');
    this.#list.show(rowsOf(messages, unsent, { me: this.#parts.me(), inThread: true }, new Date()).filter(row => row.kind !== 'day'));
    const replies = messages.filter(entry => entry.id !== this.#id).length;
    setText(part('thread-count'), replies === 0 ? 'No replies yet' : plural(replies, 'reply', 'replies'));
    this.#composer.silence(this.#parts.rights().silence, 'Reply');
    if (toEnd) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  dispose(): void {
    this.#disposed = true;
    this.#menu.dispose();
    this.#composer.dispose();
    part('thread-messages').replaceChildren();
    setText(this.#status, '');
  }

  async #load(rootIsMissing: boolean): Promise<void> {
    setText(this.#status, 'Loading…');
    try {
      if (rootIsMissing) await this.#loadRoot();
      let before: number | undefined;
      // Bounded, for a thread may be as long as a room.
      for (let page = 0; page < 5; page++) {
        const answer = await this.#parts.room().history({ thread_id: this.#id, limit: pageSize, before_seq: before });
        if (this.#disposed) return;
        this.#add(answer.messages);
        if (!answer.has_more) break;
        before = answer.first_seq;
      }
      setText(this.#status, '');
    } catch (error) {
      if (!this.#disposed) setText(this.#status, whyNot(error));
    }
    this.draw(true);
  }

  /** Of a thread that began before what is loaded. Its id says where: `{epoch}-{seq}`; other applications may name theirs otherwise. */
  async #loadRoot(): Promise<void> {
    const seq = Number(/-(\d+)$/.exec(this.#id)?.[1] ?? 0);
    if (seq === 0) return;
    const { messages } = await this.#parts.room().history({ before_seq: seq + 1, limit: 1 });
    if (!this.#disposed) this.#add(messages.filter(message => message.id === this.#id));
  }

  #add(messages: readonly RoomMessage[]): void {
    for (const message of messages) this.#timeline.add(message, this.#parts.me());
    this.draw(true);
  }

  #send(text: string): void {
    const key = localId();
    this.#timeline.write(key, text, new Date());
    this.#parts.room().send({ text }, { metadata: { local_id: key }, thread_id: this.#id }).then(
      ack => { this.#timeline.acked(key, ack, this.#parts.me()); this.draw(); },
      (error: unknown) => { this.#timeline.failed(key, whyNotSent(error)); this.draw(); });
    this.draw(true);
  }

  #edited(key: string, text: string): void {
    const row = rowsOf(this.#timeline.entries, [], { me: this.#parts.me(), inThread: true }, new Date()).find(row => row.key === key);
    if (row?.kind === 'message') this.#parts.edited(row, text);
  }

  #again(key: string, use: (text: string) => void): void {
    const text = this.#timeline.remove(key);
    this.draw();
    if (text !== undefined) use(text);
  }
}
