import type { LoggedEvent, PresenceEntry, Reset, Room, RoomMessage, RoomState } from '../client/index.js';
import type { Announcer } from './announcer.js';
import { ask } from './ask.js';
import { copy } from './clipboard.js';
import { Composer } from './composer.js';
import { ConnectionBar } from './connection-bar.js';
import { part, setText } from './dom.js';
import { HeldLine } from './held-line.js';
import { HistoryLoader } from './history-loader.js';
import { Hues } from './hues.js';
import { localId } from './local-id.js';
import { memberItems } from './member-menu.js';
import { Members } from './members.js';
import type { Menu } from './menu.js';
import { MessageList } from './message-list.js';
import { MessageMenu, type MessageCommands } from './message-menu.js';
import { isDirect } from './names.js';
import { People } from './people.js';
import { PinsView } from './pins-view.js';
import { Rights } from './rights.js';
import { RoomFacts } from './room-facts.js';
import { RoomView } from './room-view.js';
import type { RoomWatch } from './room-watch.js';
import { rowsOf, type MessageRow } from './rows.js';
import { Scroller } from './scroller.js';
import { SearchView } from './search-view.js';
import type { Session } from './session.js';
import type { SidePanel, View } from './side-panel.js';
import { ThreadView } from './thread-view.js';
import { Timeline, type MessageEntry } from './timeline.js';
import { attempt, toast } from './toast.js';
import { showTyping } from './typing-line.js';
import { whyNotSent } from './wording.js';

export interface ChatParts {
  readonly session: Session;
  readonly watch: RoomWatch;
  readonly announcer: Announcer;
  readonly menu: Menu;
  readonly side: SidePanel;
  /** Another room is asked for. */
  go(roomId: string): void;
}

/** The room that is looked at: brings the client library and the parts of the screen together. */
export class ChatScreen {
  readonly #parts: ChatParts;
  readonly #session: Session;
  readonly #watch: RoomWatch;
  readonly #roomId: string;
  readonly #timeline = new Timeline();
  readonly #hues = new Hues();
  readonly #members = new Members();
  readonly #facts: RoomFacts;
  readonly #scroller: Scroller;
  readonly #list: MessageList;
  readonly #menu: MessageMenu;
  readonly #history: HistoryLoader;
  readonly #composer: Composer;
  readonly #held: HeldLine;
  readonly #people: People;
  readonly #connection: ConnectionBar;
  readonly #search: SearchView;
  readonly #pins: PinsView;
  readonly #roomView: RoomView;
  readonly #stop = new AbortController();
  #thread: ThreadView | undefined;
  #room: Room;
  #off: (() => void)[] = [];
  /** Which log the timeline is of. */
  #epoch: string | undefined;
  #drawing = false;

  constructor(parts: ChatParts) {
    const { session, watch, announcer, menu } = (this.#parts = parts);
    this.#session = session;
    this.#watch = watch;
    this.#roomId = watch.roomId;
    this.#room = watch.room;
    this.#facts = new RoomFacts(this.#roomId);

    const me = (): string => this.#me;
    const rights = (): Rights => this.#rights;
    const list = part('messages');
    list.replaceChildren();
    const commands = this.#commands();
    this.#list = new MessageList(list, this.#hues, me, {
      retry: key => this.#retry(key),
      discard: key => this.#discard(key),
      react: commands.react,
      openThread: id => this.#openThread(id),
    });
    this.#menu = new MessageMenu(part('scroll'), this.#list, menu, rights, me, commands);
    this.#scroller = new Scroller(part('scroll'), part('scroll-content'), () => this.#scrolled());
    this.#history = new HistoryLoader(this.#room, messages => this.#older(messages));
    this.#composer = new Composer(part<HTMLFormElement>('composer'), this.#roomId, '', {
      send: text => this.#send(text),
      edited: (key, text) => this.#edited(key, text),
      editLast: () => this.#editLast(),
      typed: () => this.#room.startTyping(),
      stopped: () => this.#room.stopTyping(),
      page: pages => this.#scroller.page(pages),
    });
    this.#held = new HeldLine();
    this.#people = new People(this.#hues, me, {
      setStatus: status => session.client.setPresence({ status }),
      chosen: (user, anchor) => this.#memberMenu(user, anchor),
    });
    this.#connection = new ConnectionBar(session.client, announcer, {
      again: () => { session.again(); this.#enter(watch.room); },
      // Who is here is not known any more, only who was.
      cut: off => this.#people.stale(off),
    });
    this.#search = new SearchView(() => this.#room, this.#hues, message => void this.#goTo(message));
    this.#pins = new PinsView(session.api, this.#roomId, this.#hues, () => this.#pinned, seq => void this.#jumpTo(seq));
    this.#roomView = new RoomView({
      roomId: this.#roomId,
      api: session.api,
      title: () => this.#title,
      facts: () => this.#facts.now,
      rights,
      members: () => this.#members.total,
      unban: user => this.#room.unban(user),
      leave: () => void this.#room.leave({ membership: true }),
    });

    const { signal } = this.#stop;
    part('jump').addEventListener('click', () => { this.#scroller.jump(); this.#composer.focus(); }, { signal });
    document.addEventListener('visibilitychange', () => this.#looked(), { signal });
    // What waits to be sent waits on this page: closing it now would lose that without a word.
    addEventListener('beforeunload', event => { if (session.client.queued > 0) event.preventDefault(); }, { signal });
    // A timer across midnight, so that "Today" stays true; and mutes end without an event.
    const minute = setInterval(() => { this.#draw(); this.#known(); }, 60_000);
    signal.addEventListener('abort', () => clearInterval(minute));
    this.#enter(this.#room);
    this.titled();
    this.#known();
    this.#draw();
    this.#composer.focus();
  }

  /** The room's name became known, or another. */
  titled(): void {
    const title = this.#title;
    part('room-hash').hidden = isDirect(this.#roomId);
    for (const element of document.querySelectorAll<HTMLElement>('[data-room-title]')) setText(element, title);
  }

  /** Something else is on the screen beside the messages. */
  beside(view: View | undefined): void {
    if (view === 'pins') void this.#pins.load();
    if (view === 'room') this.#roomView.load();
    if (view !== 'thread') this.#closeThread();
  }

  dispose(): void {
    this.#stop.abort();
    this.#watch.look(false);
    for (const off of this.#off) off();
    this.#closeThread();
    for (const one of [this.#scroller, this.#connection, this.#composer, this.#people, this.#menu, this.#held, this.#search, this.#pins, this.#roomView]) one.dispose();
    showTyping([]);
  }

  get #me(): string {
    return this.#session.me;
  }

  get #title(): string {
    return this.#session.titleOf(this.#roomId);
  }

  get #rights(): Rights {
    return new Rights(this.#facts.now, this.#members.get(this.#me), new Date());
  }

  get #pinned(): readonly MessageEntry[] {
    return this.#timeline.entries.filter((entry): entry is MessageEntry => entry.kind === 'message' && entry.pinned);
  }

  // ---- the room ---------------------------------------------------------------------------------------------------

  #enter(room: Room): void {
    for (const off of this.#off) off();
    this.#room = room;
    this.#off = [
      room.on('event', event => this.#happened(event)),
      room.on('presence', users => this.#present(users)),
      room.on('typing', showTyping),
      room.on('reset', reset => this.#broken(reset)),
      room.on('held', held => this.#held.show(held)),
      room.on('state', state => this.#stands(state)),
    ];
    this.#history.restart(room);
    this.#present(room.presence);
    this.#stands(room.state);
    this.#loadFirst();
  }

  #stands(state: RoomState): void {
    if (state.name !== 'live') return;
    this.#epoch ??= this.#room.position?.epoch;
    this.#learnOwnRole();
    void this.#fetch();
  }

  /** What the events do not tell by themselves: who was here before, and what the room is. */
  async #fetch(): Promise<void> {
    const { api } = this.#session;
    await Promise.all([this.#members.load(api, this.#roomId), this.#facts.load(api, this.#roomId)]);
    if (this.#stop.signal.aborted) return;
    this.#learnOwnRole();
    this.#watch.name = this.#facts.now.name;
    if (isDirect(this.#roomId)) this.#watch.meet(this.#members.all.map(member => member.user_id));
    this.#known();
  }

  #learnOwnRole(): void {
    const { role } = this.#room;
    if (role !== undefined) this.#members.learn(this.#me, role);
  }

  #loadFirst(): void {
    void this.#history.more().then(() => { if (!this.#stop.signal.aborted) this.#draw(); });
  }

  #happened(event: LoggedEvent): void {
    const known = this.#members.happened(event);
    if (this.#facts.happened(event) || known) this.#known();
    this.#thread?.happened(event);
    if (event.type === 'message' && (event.event === 'pinned' || event.event === 'unpinned' || event.event === 'deleted')) this.#repin();
    const entry = this.#timeline.add(event, this.#me);
    if (entry?.kind === 'message' && entry.userId !== this.#me) this.#parts.announcer.say(`${entry.userId}: ${entry.text}`);
    if (entry?.kind === 'message' && entry.userId === this.#me) this.#held.hide();
    this.#changed();
  }

  #repin(): void {
    if (this.#parts.side.view === 'pins') void this.#pins.load();
  }

  /** What is known of the room or its members is different. */
  #known(): void {
    this.#people.members(this.#members.all, this.#members.total);
    this.#roomView.draw();
    this.#thread?.draw();
    const { silence } = this.#rights;
    this.#composer.silence(silence, isDirect(this.#roomId) ? `Message ${this.#title}` : `Message #${this.#title}`);
    this.titled();
  }

  #present(users: readonly PresenceEntry[]): void {
    this.#hues.here(users.map(user => user.user_id));
    this.#people.show(users, this.#room.present);
    this.#changed();
  }

  #older(messages: readonly RoomMessage[]): void {
    for (const message of messages) this.#timeline.add(message, this.#me);
    this.#draw();
    // A page of which little was new, or a tall screen: there may be room for more.
    queueMicrotask(() => this.#scrolled());
  }

  #broken(reset: Reset): void {
    if (reset.epoch === this.#epoch) {
      this.#timeline.interrupted(reset.seq);
      this.#parts.announcer.say('Some messages are missing.');
    } else {
      this.#epoch = reset.epoch;
      this.#timeline.startedAnew();
      this.#watch.unread.forget();
      this.#history.restart(this.#room);
      this.#loadFirst();
      this.#parts.announcer.say('The room was started anew.');
    }
    this.#changed();
  }

  // ---- what is written --------------------------------------------------------------------------------------------

  #send(text: string): void {
    this.#watch.unread.forget();
    this.#submit(text);
    this.#draw();
    this.#scroller.jump();
  }

  #submit(text: string): void {
    const key = localId();
    this.#timeline.write(key, text, new Date());
    // The id travels with the message, so that its event is known as ours even when it is here before its ack.
    this.#room.send({ text }, { metadata: { local_id: key } }).then(
      ack => { this.#timeline.acked(key, ack, this.#me); this.#changed(); },
      (error: unknown) => { this.#timeline.failed(key, whyNotSent(error)); this.#held.hide(); this.#changed(); });
  }

  #retry(key: string): void {
    const text = this.#timeline.remove(key);
    if (text !== undefined) this.#submit(text);
    this.#draw();
    this.#composer.focus();
  }

  #discard(key: string): void {
    const text = this.#timeline.remove(key);
    this.#draw();
    if (text !== undefined) this.#composer.offer(text);
    this.#composer.focus();
  }

  #edited(key: string, text: string): void {
    const entry = this.#timeline.entries.find(entry => entry.key === key);
    if (entry?.kind === 'message') this.#saveEdit(entry, text);
  }

  #saveEdit({ id, text: before }: { readonly id: string | undefined; readonly text: string }, text: string): void {
    if (id !== undefined && text !== before) void attempt(this.#room.edit(id, { text }));
  }

  #editLast(): void {
    const own = this.#rows().filter((row): row is MessageRow => row.kind === 'message' && this.#rights.mayEdit(row)).at(-1);
    if (own !== undefined) this.#composer.edit(own.key, own.text);
  }

  // ---- what is done to messages and members -----------------------------------------------------------------------

  #commands(): MessageCommands {
    return {
      react: (row, reaction) => this.#react(row, reaction),
      answer: row => { if (row.id !== undefined) this.#openThread(row.id); },
      edit: row => this.#composer.edit(row.key, row.text),
      pin: row => {
        if (row.id !== undefined) void attempt(row.pinned ? this.#room.unpin(row.id) : this.#room.pin(row.id));
      },
      delete: row => this.#askDelete(row),
      copy: row => void copy(row.text, 'Text copied.'),
      write: () => this.#composer.focus(),
    };
  }

  #react(row: MessageRow, reaction: string): void {
    if (row.id === undefined) return;
    const given = row.reactions.some(one => one.reaction === reaction && one.users.includes(this.#me));
    void attempt(given ? this.#room.unreact(row.id, reaction) : this.#room.react(row.id, reaction));
  }

  #askDelete({ id, own, userId }: MessageRow): void {
    if (id === undefined) return;
    ask({
      title: own ? 'Delete your message?' : `Delete the message of ${userId}?`,
      text: 'It is gone for everybody, and cannot be brought back.',
      confirm: 'Delete',
      danger: true,
      submit: () => this.#room.delete(id),
    });
  }

  #memberMenu(user: string, anchor: HTMLElement): void {
    const items = memberItems(user, this.#members.get(user), {
      room: this.#room,
      api: this.#session.api,
      me: this.#me,
      rights: this.#rights,
      direct: user => void this.#direct(user),
      mention: user => { this.#parts.side.close(); this.#composer.mention(user); },
    });
    this.#parts.menu.show(anchor, user, items);
  }

  async #direct(user: string): Promise<void> {
    const opened = this.#session.direct(user, this.#watch);
    if (await attempt(opened)) this.#parts.go(await opened);
  }

  // ---- threads, and the way to a message --------------------------------------------------------------------------

  #openThread(threadId: string): void {
    if (this.#thread?.id !== threadId) {
      this.#closeThread();
      const root = this.#timeline.entries.find((entry): entry is MessageEntry => entry.kind === 'message' && entry.id === threadId);
      const { copy, delete: remove, pin, react } = this.#commands();
      this.#thread = new ThreadView(threadId, root, {
        room: () => this.#room,
        hues: this.#hues,
        menu: this.#parts.menu,
        me: () => this.#me,
        rights: () => this.#rights,
        commands: { copy, delete: remove, pin, react },
        edited: (row, text) => this.#saveEdit(row, text),
      });
    }
    this.#parts.side.open('thread');
    this.#thread.draw(true);
    this.#thread.focus();
  }

  #closeThread(): void {
    this.#thread?.dispose();
    this.#thread = undefined;
  }

  async #goTo(message: RoomMessage): Promise<void> {
    if (message.thread_id !== undefined && message.thread_id !== message.id) this.#openThread(message.thread_id);
    else await this.#jumpTo(message.seq);
  }

  async #jumpTo(seq: number): Promise<void> {
    this.#scroller.release();
    const there = this.#timeline.at(seq) !== undefined || await this.#history.until(seq);
    this.#draw();
    const element = there ? this.#list.elementOf(seq) : undefined;
    if (element === undefined) {
      toast('That message is too far back, or not there any more.', 'problem');
      return;
    }
    this.#parts.side.yield();
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    element.classList.add('found');
    setTimeout(() => element.classList.remove('found'), 2_000);
  }

  // ---- what is shown ----------------------------------------------------------------------------------------------

  /** Draws soon: fifty events that come together are one drawing. By timer: a hidden tab has no animation frames. */
  #changed(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    setTimeout(() => {
      this.#drawing = false;
      if (!this.#stop.signal.aborted) this.#draw();
    });
  }

  #rows(): ReturnType<typeof rowsOf> {
    const { entries, unsent } = this.#timeline;
    return rowsOf(entries, unsent, { me: this.#me, unreadFrom: this.#firstUnread }, new Date());
  }

  /** The key of the message before which the line of what is new stands. */
  get #firstUnread(): string | undefined {
    const { from } = this.#watch.unread;
    return from === undefined ? undefined : this.#timeline.entries.find(entry => entry.seq !== undefined && entry.seq >= from)?.key;
  }

  #draw(): void {
    if (this.#scroller.following && this.#timeline.trim()) this.#history.trimmed(this.#timeline.firstSeq);
    const { entries, unsent } = this.#timeline;
    part('loading').hidden = this.#history.started || unsent.length > 0;
    const silent = this.#history.started && unsent.length === 0 && entries.every(entry => entry.kind !== 'message');
    part('empty').hidden = !silent;
    part('scroll').classList.toggle('silent', silent);
    this.#scroller.hold(() => this.#list.show(this.#rows()));
  }

  #scrolled(): void {
    const { unread } = this.#watch;
    this.#watch.look(this.#scroller.following && !document.hidden);
    part('jump').hidden = this.#scroller.following;
    setText(part('jump-label'), unread.count === 0 ? 'Jump to newest' : `${unread.words} new`);
    if (this.#history.started && this.#scroller.nearStart) void this.#history.more();
  }

  #looked(): void {
    if (!document.hidden) this.#session.client.retryNow();
    this.#scrolled();
  }
}
