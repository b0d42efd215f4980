import type { ModerationEntry, RoomsApi } from '../client/index.js';
import { button, el, part, setText } from './dom.js';
import { fullTimeOf, momentOf } from './format.js';
import { attempt } from './toast.js';
import { whyNot } from './wording.js';

const shown = 30;

/** What was done, with a … for whom to. */
const done: Readonly<Record<string, string>> = {
  ban: 'banned …', unban: 'lifted the ban on …', mute: 'muted …', unmute: 'let … speak again', kick: 'removed …', warn: 'warned …',
  role: 'changed the role of …', permissions: 'changed what … may do', add: 'brought in …', transfer: 'handed the room over to …',
  delete_message: 'deleted a message of …', slow_mode: 'changed the slow mode', lock: 'locked the room', unlock: 'unlocked the room',
  archive: 'archived the room', restore: 'brought the room back', delete: 'deleted the room',
};

/** What moderators did, newest first, for moderators. */
export class LogView {
  readonly #box = part('log-box');
  readonly #list = part('log');
  readonly #status = part('log-status');
  readonly #api: RoomsApi;
  readonly #roomId: string;
  readonly #unban: (user: string) => Promise<unknown>;

  constructor(api: RoomsApi, roomId: string, unban: (user: string) => Promise<unknown>) {
    this.#api = api;
    this.#roomId = roomId;
    this.#unban = unban;
    this.#box.hidden = true;
  }

  async show(allowed: boolean): Promise<void> {
    this.#box.hidden = !allowed;
    if (!allowed) return;
    try {
      const entries = await this.#api.moderationLog(this.#roomId, { limit: shown });
      setText(this.#status, entries.length === 0 ? 'Nothing yet.' : '');
      this.#list.replaceChildren(...entries.map((entry, index) => this.#draw(entry, isStanding(entry, entries.slice(0, index)))));
    } catch (error) {
      setText(this.#status, whyNot(error));
    }
  }

  dispose(): void {
    this.#list.replaceChildren();
  }

  #draw(entry: ModerationEntry, standing: boolean): HTMLElement {
    const { type, moderator_id: who = 'The server', target_id: whom, reason, timestamp } = entry;
    const what = (done[type] ?? `${type} …`).replace('…', whom ?? '').trimEnd();
    const text = el('span', 'log-text', `${who} ${what}${reason === undefined ? '' : `: ${reason}`}`);
    text.dir = 'auto';
    const made = el('li', 'log-entry', text);
    if (timestamp !== undefined) {
      const time = el('time', 'detail', momentOf(new Date(timestamp)));
      time.title = fullTimeOf(new Date(timestamp));
      made.append(time);
    }
    if (standing && whom !== undefined) made.append(button('link', 'Lift the ban', () => void this.#lift(whom)));
    made.dataset['testid'] = 'log-entry';
    return made;
  }

  async #lift(user: string): Promise<void> {
    if (await attempt(this.#unban(user), `${user} may come back.`)) await this.show(true);
  }
}

/** A ban that nothing later took back. */
function isStanding(entry: ModerationEntry, later: readonly ModerationEntry[]): boolean {
  return entry.type === 'ban' && !later.some(other => other.target_id === entry.target_id && (other.type === 'unban' || other.type === 'ban'));
}
