import type { RoomsApi } from '../client/index.js';
import { ask } from './ask.js';
import { button, el, icon, part } from './dom.js';
import { fullTimeOf, plural } from './format.js';
import { InvitesView } from './invites-view.js';
import { LogView } from './log-view.js';
import type { Rights } from './rights.js';
import type { Facts } from './room-facts.js';
import { askSettings } from './room-settings.js';
import { attempt } from './toast.js';

export interface RoomViewParts {
  readonly roomId: string;
  readonly api: RoomsApi;
  /** How the room is called. */
  title(): string;
  facts(): Facts;
  rights(): Rights;
  /** How many members, as far as it is known. */
  members(): number | undefined;
  /** Takes a ban back. */
  unban(user: string): Promise<unknown>;
  /** Gives up membership. */
  leave(): void;
}

/** What the room is, and what may be done with it as a whole. */
export class RoomView {
  readonly #parts: RoomViewParts;
  readonly #about = part('room-about');
  readonly #manage = part('room-manage');
  readonly #invites: InvitesView;
  readonly #log: LogView;

  constructor(parts: RoomViewParts) {
    this.#parts = parts;
    this.#invites = new InvitesView(parts.api, parts.roomId);
    this.#log = new LogView(parts.api, parts.roomId, parts.unban);
  }

  /** Fetches what only this view needs; called when it comes on the screen. */
  load(): void {
    this.draw();
    const rights = this.#parts.rights();
    void this.#invites.show(rights.mayInvite);
    void this.#log.show(rights.mayModerate);
  }

  draw(): void {
    const facts = this.#parts.facts();
    const members = this.#parts.members();
    const lines: (readonly [string, string] | false)[] = [
      facts.description !== undefined && ['About', facts.description],
      ['Who may come in', facts.direct === true ? 'You two alone' : facts.private === true ? 'Who has an invite' : 'Everybody'],
      members !== undefined && facts.direct !== true && ['Members', `${members}${facts.max_members === undefined || facts.max_members >= 100_000 ? '' : ` of at most ${facts.max_members}`}`],
      facts.owner !== undefined && ['Owner', facts.owner],
      (facts.slow_mode_s ?? 0) > 0 && ['Slow mode', `A message every ${plural(facts.slow_mode_s ?? 0, 'second')}`],
      facts.category !== undefined && ['Category', facts.category],
      (facts.tags?.length ?? 0) > 0 && ['Tags', (facts.tags ?? []).join(', ')],
      facts.created_at !== undefined && ['Opened', fullTimeOf(new Date(facts.created_at))],
      facts.locked && ['Locked', facts.lock?.reason ?? 'Nobody new comes in, and only moderators write'],
      facts.archived && ['Archived', 'It can be read, not written in'],
    ];
    const title = el('p', 'room-title', this.#parts.title());
    title.dir = 'auto';
    this.#about.replaceChildren(title, el('dl', 'facts', ...lines.filter(line => line !== false).map(([term, text]) => {
      const value = el('dd', '', text);
      value.dir = 'auto';
      return el('div', '', el('dt', '', term), value);
    })));
    this.#manage.replaceChildren(...this.#actions(facts, this.#parts.rights()));
  }

  dispose(): void {
    this.#about.replaceChildren();
    this.#manage.replaceChildren();
    this.#invites.dispose();
    this.#log.dispose();
  }

  #actions(facts: Facts, rights: Rights): HTMLElement[] {
    const { api, roomId } = this.#parts;
    const actions: (HTMLElement | false)[] = [
      rights.mayManage && !facts.archived && action('settings', 'Change settings…', () => askSettings(api, roomId, facts)),
      rights.mayManage && (facts.locked
        ? action('unlock', 'Unlock', () => void attempt(api.unlock(roomId)))
        : !facts.archived && action('lock', 'Lock…', () => this.#askLock())),
      rights.mayManage && (facts.archived
        ? action('archive', 'Bring back from the archive', () => void attempt(api.restore(roomId)))
        : action('archive', 'Archive…', () => this.#askArchive())),
      !rights.isOwner && action('leave', 'Leave for good…', () => this.#askLeave(), true),
      rights.isOwner && facts.direct !== true && action('trash', 'Delete the room…', () => this.#askDelete(), true),
    ];
    return actions.filter(made => made !== false);
  }

  #askLock(): void {
    ask({
      title: 'Lock this room?',
      text: 'Nobody new comes in, and only moderators and those above write, until it is unlocked.',
      fields: [{ kind: 'text', name: 'reason', label: 'Reason (everybody here can see it)', longest: 500 }],
      confirm: 'Lock',
      submit: answers => this.#parts.api.lock(this.#parts.roomId, answers.text('reason')),
    });
  }

  #askArchive(): void {
    ask({
      title: 'Archive this room?',
      text: 'It can be read, but nobody writes and nobody new comes in, until it is brought back.',
      confirm: 'Archive',
      submit: () => this.#parts.api.archive(this.#parts.roomId),
    });
  }

  #askLeave(): void {
    ask({ title: 'Leave for good?', text: 'You are no member any more. A private room lets you in again by invite only.', confirm: 'Leave', danger: true, submit: async () => this.#parts.leave() });
  }

  #askDelete(): void {
    const { api, roomId } = this.#parts;
    ask({
      title: 'Delete this room?',
      text: 'Everybody is sent out, and every message is gone. This cannot be taken back.',
      confirm: 'Delete',
      danger: true,
      submit: () => api.delete(roomId),
    });
  }
}

function action(drawing: string, label: string, run: () => void, danger = false): HTMLElement {
  const made = button(`panel-action${danger ? ' danger' : ''}`, '', run);
  made.append(icon(drawing), el('span', '', label));
  return made;
}
