import type { MessageChange, RoomMessage } from '../client/index.js';

export interface ReactionState {
  readonly reaction: string;
  readonly count: number;
  /** Those who are known by name; of many, only some. */
  readonly users: readonly string[];
}

/** What a message says, and what became of it. */
export interface MessageState {
  readonly text: string;
  readonly editedAt: Date | undefined;
  readonly editedBy: string | undefined;
  /** In the order in which they came. */
  readonly reactions: readonly ReactionState[];
  readonly pinned: boolean;
  readonly deleted: boolean;
  readonly deletedBy: string | undefined;
}

/** Of one that was just written. */
export function fresh(text: string): MessageState {
  return { text, editedAt: undefined, editedBy: undefined, reactions: [], pinned: false, deleted: false, deletedBy: undefined };
}

/** As history has it. */
export function stateOf(message: RoomMessage): MessageState {
  const { edited_at, edited_by, reactions = {}, pinned, deleted, deleted_by } = message;
  if (deleted) return { ...fresh(''), deleted: true, deletedBy: deleted_by };
  return {
    ...fresh(textOf(message.data)),
    editedAt: edited_at === undefined ? undefined : new Date(edited_at),
    editedBy: edited_by,
    reactions: Object.entries(reactions).map(([reaction, { count, user_ids }]) => ({ reaction, count, users: user_ids })),
    pinned: pinned === true,
  };
}

/** After something was done to it. Doing the same again changes nothing: events and history overlap. */
export function after(state: MessageState, change: MessageChange): MessageState {
  if (state.deleted) return state;
  switch (change.event) {
    case 'edited': return { ...state, text: textOf(change.data.data), editedAt: new Date(change.timestamp), editedBy: change.user_id };
    case 'deleted': return { ...fresh(''), deleted: true, deletedBy: change.user_id };
    case 'pinned': return { ...state, pinned: true };
    case 'unpinned': return { ...state, pinned: false };
    case 'reaction_added': return { ...state, reactions: added(state.reactions, change.data.reaction, change.user_id) };
    case 'reaction_removed': return { ...state, reactions: removed(state.reactions, change.data.reaction, change.user_id) };
  }
}

function added(reactions: readonly ReactionState[], reaction: string, user: string): readonly ReactionState[] {
  const known = reactions.find(other => other.reaction === reaction);
  if (known === undefined) return [...reactions, { reaction, count: 1, users: [user] }];
  if (known.users.includes(user)) return reactions;
  const grown = { reaction, count: known.count + 1, users: [...known.users, user] };
  return reactions.map(other => (other === known ? grown : other));
}

function removed(reactions: readonly ReactionState[], reaction: string, user: string): readonly ReactionState[] {
  const known = reactions.find(other => other.reaction === reaction);
  // Of many only some are known by name: then it is one of the others.
  if (known === undefined || (!known.users.includes(user) && known.users.length === known.count)) return reactions;
  const shrunk = { reaction, count: known.count - 1, users: known.users.filter(other => other !== user) };
  return reactions.flatMap(other => (other !== known ? [other] : shrunk.count > 0 ? [shrunk] : []));
}

/** What other applications send may have any shape; it is shown as it is rather than not at all. */
function textOf(data: unknown): string {
  const text = (data as { text?: unknown } | null)?.text;
  if (typeof text === 'string') return text;
  return typeof data === 'string' ? data : JSON.stringify(data) ?? '';
}
