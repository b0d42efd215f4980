import { isAbove, permissionsOf, type Member, type Permission, type Role } from '../client/index.js';
import { momentOf } from './format.js';
import type { Facts } from './room-facts.js';
import type { MessageRow } from './rows.js';

/** Oneself in a room, as far as it decides what one may do. The server has the last word; this is what the page offers. */
export class Rights {
  readonly #facts: Facts;
  readonly #me: Member | undefined;
  readonly #now: Date;

  constructor(facts: Facts, me: Member | undefined, now: Date) {
    this.#facts = facts;
    this.#me = me;
    this.#now = now;
  }

  get role(): Role {
    return this.#me?.role ?? 'guest';
  }

  may(permission: Permission): boolean {
    return (this.#me?.permissions ?? permissionsOf[this.role]).includes(permission);
  }

  /** Why nothing may be written now, in words; undefined when it may. */
  get silence(): string | undefined {
    const { archived, locked, lock } = this.#facts;
    if (archived) return 'This room is archived: it can be read, not written in.';
    if (locked && !isAbove(this.role, 'member')) return `This room is locked${lock?.reason === undefined ? '' : `: ${lock.reason}`}.`;
    if (isMuted(this.#me, this.#now)) {
      const until = this.#me?.muted_until;
      return until === undefined ? 'You are muted in this room.' : `You are muted until ${momentOf(new Date(until), this.#now)}.`;
    }
    return this.may('send_message') ? undefined : 'You may read here, but not write.';
  }

  get mayWrite(): boolean {
    return this.silence === undefined;
  }

  mayEdit(row: MessageRow): boolean {
    return row.own && standsInLog(row) && this.mayWrite;
  }

  mayDelete(row: MessageRow): boolean {
    return standsInLog(row) && (row.own || this.may('delete_message'));
  }

  mayPin(row: MessageRow): boolean {
    return standsInLog(row) && this.mayWrite && (this.may('delete_message') || this.#facts.direct === true);
  }

  mayAnswer(row: MessageRow): boolean {
    return standsInLog(row) && this.mayWrite;
  }

  get mayManage(): boolean {
    return this.may('manage_room') && this.#facts.direct !== true;
  }

  get mayInvite(): boolean {
    return this.may('invite_members') && this.#facts.direct !== true && !this.#facts.archived;
  }

  get mayModerate(): boolean {
    return this.may('remove_members') && this.#facts.direct !== true;
  }

  get isOwner(): boolean {
    return this.role === 'owner';
  }

  /** Whether the one may be removed, muted and so on: by who stands above them. */
  mayRemove(role: Role): boolean {
    return this.mayModerate && isAbove(this.role, role);
  }

  /** Whether the one's role and permissions may be changed. */
  mayPromote(role: Role): boolean {
    return this.may('manage_roles') && this.#facts.direct !== true && isAbove(this.role, role);
  }
}

/** A mute ends without an event. */
export function isMuted(member: Member | undefined, now: Date): boolean {
  return member?.muted === true && (member.muted_until === undefined || new Date(member.muted_until) > now);
}

function standsInLog(row: MessageRow): row is MessageRow & { readonly id: string; readonly seq: number } {
  return row.id !== undefined && row.seq !== undefined && !row.deleted;
}
