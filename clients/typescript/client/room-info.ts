// What is known of rooms beside their logs, as REST and events show it.

/** From least to most. */
export const roles = ['guest', 'member', 'moderator', 'admin', 'owner'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'send_message', 'delete_message', 'invite_members', 'remove_members', 'manage_room', 'manage_roles',
] as const;
export type Permission = (typeof permissions)[number];

/** What each role may do before anything is granted or revoked. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  guest: ['send_message'],
  member: ['send_message', 'invite_members'],
  moderator: ['send_message', 'invite_members', 'delete_message', 'remove_members'],
  admin: permissions,
  owner: permissions,
};

/** Whether somebody of the one role stands above somebody of the other. */
export function isAbove(role: Role, other: Role): boolean {
  return roles.indexOf(role) > roles.indexOf(other);
}

export interface RoomSettings {
  readonly name?: string;
  readonly description?: string;
  readonly category?: string;
  /** Joined by invite only, and not listed. */
  readonly private?: boolean;
  /** The room of two. */
  readonly direct?: boolean;
  readonly max_members?: number;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Seconds that members below moderator wait between two messages. */
  readonly slow_mode_s?: number;
  readonly delivery?: string;
  readonly sample_interval_ms?: number;
}

/** A change of some settings: what is absent stays, the empty text takes a setting away. */
export type RoomPatch = Partial<Omit<RoomSettings, 'direct'>>;

export interface RoomInfo extends RoomSettings {
  readonly room_id: string;
  readonly owner?: string;
  readonly created_at?: string;
  readonly member_count: number;
  readonly archived: boolean;
  readonly locked: boolean;
  readonly lock?: { readonly reason?: string; readonly by?: string; readonly at?: string };
  readonly epoch?: string;
  readonly first_seq?: number;
  readonly last_seq?: number;
  /** Of who asks; absent for who is no member. */
  readonly membership?: Membership;
}

export interface Membership {
  readonly role: Role;
  readonly joined_at?: string;
  /** What role, grants and revocations come to. */
  readonly permissions: readonly Permission[];
}

export interface Member extends Membership {
  readonly user_id: string;
  readonly muted?: boolean;
  /** Absent for a mute without an end. */
  readonly muted_until?: string;
}

export interface MemberPage {
  readonly members: readonly Member[];
  readonly has_more: boolean;
  readonly total?: number;
}

export interface Invite {
  readonly code: string;
  readonly created_by?: string;
  readonly created_at?: string;
  readonly expires_at?: string;
  readonly role: Role;
  readonly max_uses?: number;
  readonly used_count?: number;
}

/** What to make: a member's invite for 100 people without an end, where nothing else is said. */
export interface NewInvite {
  readonly role?: Role;
  readonly max_uses?: number;
  readonly expires_at?: string;
}

export interface ModerationEntry {
  readonly id: string;
  readonly seq?: number;
  /** `ban`, `kick` and so on. */
  readonly type: string;
  readonly target_id?: string;
  readonly moderator_id?: string;
  readonly reason?: string;
  readonly timestamp?: string;
}

export interface RoomUnread {
  readonly room_id: string;
  /** Messages of others after the marker; exact up to where it is `capped`. */
  readonly unread: number;
  readonly capped?: boolean;
  readonly last_seq?: number;
  /** How far this user has read. */
  readonly read_seq?: number;
}
