import { isAbove, permissions, permissionsOf, roles, type Member, type Permission, type Role, type Room, type RoomsApi } from '../client/index.js';
import { ask, type Answers, type Field } from './ask.js';
import type { MenuItem } from './menu.js';
import { isMuted, type Rights } from './rights.js';
import { attempt, toast } from './toast.js';

const longestReason = 500;

const reason: Field = { kind: 'text', name: 'reason', label: 'Reason (everybody here can see it)', longest: longestReason };

const spans: readonly (readonly [seconds: string, label: string])[] = [
  ['300', '5 minutes'], ['3600', '1 hour'], ['86400', '1 day'], ['604800', '1 week'], ['', 'Until it is taken back'],
];

const permissionNames: Readonly<Record<Permission, string>> = {
  send_message: 'Write, react and edit',
  delete_message: 'Delete and pin messages of others',
  invite_members: 'Make invites, bring people in',
  remove_members: 'Remove, mute and ban',
  manage_room: 'Change the room’s settings',
  manage_roles: 'Give roles and permissions',
};

export interface MemberMenuParts {
  readonly room: Room;
  readonly api: RoomsApi;
  readonly me: string;
  readonly rights: Rights;
  /** Opens the room of the two. */
  direct(user: string): void;
  mention(user: string): void;
}

/** What may be done about somebody, by what one may oneself. */
export function memberItems(user: string, member: Member | undefined, parts: MemberMenuParts): MenuItem[] {
  const { rights, me } = parts;
  if (user === me) return [];
  const role = member?.role ?? 'guest';
  const items: (MenuItem | false)[] = [
    { label: 'Write to them alone', icon: 'direct', run: () => parts.direct(user) },
    rights.mayWrite && { label: 'Mention', icon: 'at', run: () => parts.mention(user) },
    member !== undefined && rights.mayPromote(role) && { label: 'Change role…', icon: 'role', run: () => askRole(user, role, parts) },
    member !== undefined && rights.mayPromote(role) && { label: 'What they may do…', icon: 'settings', run: () => askPermissions(member, parts) },
    member !== undefined && rights.isOwner && { label: 'Hand the room over…', icon: 'owner', run: () => askTransfer(user, parts) },
  ];
  return [...items.filter(item => item !== false), ...(rights.mayRemove(role) ? removals(user, member, parts) : [])];
}

function removals(user: string, member: Member | undefined, parts: MemberMenuParts): MenuItem[] {
  const { room } = parts;
  const items: (MenuItem | false)[] = [
    member !== undefined && { label: 'Warn…', icon: 'alert', run: () => askWhy(`Warn ${user}`, 'Warn', answers => room.warn(user, answers)) },
    isMuted(member, new Date())
      ? { label: 'Let them speak again', icon: 'unmuted', run: () => void attempt(room.unmute(user), `${user} may write again.`) }
      : { label: 'Mute…', icon: 'muted', run: () => askHowLong(`Mute ${user}`, 'They can read, but not write.', 'Mute', answers => room.mute(user, answers)) },
    member !== undefined && { label: 'Remove from the room…', icon: 'leave', danger: true, run: () => askWhy(`Remove ${user}?`, 'Remove', answers => room.kick(user, answers), 'They may come back.') },
    { label: 'Ban…', icon: 'ban', danger: true, run: () => askHowLong(`Ban ${user}?`, 'They are out at once, and cannot come back in.', 'Ban', answers => room.ban(user, answers)) },
  ];
  return items.filter(item => item !== false);
}

function askWhy(title: string, confirm: string, submit: (why: { reason?: string | undefined }) => Promise<unknown>, text?: string): void {
  ask({
    title, confirm, danger: confirm !== 'Warn', fields: [reason], ...(text === undefined ? {} : { text }),
    submit: answers => submit({ reason: answers.text('reason') }),
  });
}

function askHowLong(title: string, text: string, confirm: string, submit: (limits: object) => Promise<unknown>): void {
  const span: Field = { kind: 'choice', name: 'span', label: 'For how long', value: '3600', options: spans };
  ask({ title, text, confirm, danger: true, fields: [span, reason], submit: answers => submit(limitsOf(answers)) });
}

function limitsOf(answers: Answers): { reason: string | undefined; duration_s: number | undefined } {
  const span = answers.text('span');
  return { reason: answers.text('reason'), duration_s: span === undefined ? undefined : Number(span) };
}

function askRole(user: string, role: Role, { room, rights }: MemberMenuParts): void {
  const options = roles.filter(one => isAbove(rights.role, one)).map(one => [one, one[0]!.toUpperCase() + one.slice(1)] as const);
  ask({
    title: `What is ${user} here?`,
    confirm: 'Change',
    fields: [{ kind: 'choice', name: 'role', label: 'Role', value: role, options }],
    submit: answers => room.setRole(user, answers.text('role') as Role),
  });
}

function askPermissions(member: Member, { room, rights }: MemberMenuParts): void {
  const offered = permissions.filter(one => rights.may(one) || member.permissions.includes(one));
  const usual = permissionsOf[member.role];
  ask({
    title: `What may ${member.user_id} do?`,
    text: `Beside what ${member.role}s may do here.`,
    confirm: 'Change',
    fields: offered.map(one => ({ kind: 'check', name: one, label: permissionNames[one], value: member.permissions.includes(one) })),
    submit: answers => room.setPermissions(member.user_id, {
      granted: offered.filter(one => answers.checked(one) && !usual.includes(one)),
      revoked: offered.filter(one => !answers.checked(one) && usual.includes(one)),
    }),
  });
}

function askTransfer(user: string, { room, api }: MemberMenuParts): void {
  ask({
    title: `Hand the room over to ${user}?`,
    text: 'They become its owner, and you an admin. Only they can give it back.',
    confirm: 'Hand over',
    danger: true,
    submit: async () => {
      await api.transfer(room.id, user);
      toast(`${user} owns this room now.`);
    },
  });
}
