import { button, el, icon } from './dom.js';
import { namesOf, plural, timeOf } from './format.js';
/** What stands under a message: who reacted, and its thread. Undefined where there is nothing. */
export function footOf(row, me, actions) {
    const parts = [
        ...row.reactions.map(reaction => chip(row, reaction, me, actions)),
        ...(row.replies === undefined || row.id === undefined ? [] : [thread(row.id, row.replies.count, row.replies.last, actions)]),
    ];
    return parts.length === 0 ? undefined : el('div', 'message-foot', ...parts);
}
function chip(row, { reaction, count, users }, me, actions) {
    const mine = users.includes(me);
    const made = button(`reaction${mine ? ' mine' : ''}`, '', () => actions.react(row, reaction));
    made.append(el('span', 'reaction-emoji', reaction), el('span', 'reaction-count', String(count)));
    const who = whoReacted(users, count, me);
    made.title = `${who} reacted with ${reaction}`;
    made.setAttribute('aria-label', `${reaction} ${who}`);
    made.setAttribute('aria-pressed', String(mine));
    made.dataset['testid'] = 'reaction';
    made.dataset['reaction'] = reaction;
    return made;
}
/** "you and bob", "ana, bob and 3 others": also where not all are known by name. */
export function whoReacted(users, count, me) {
    const named = [...users.filter(user => user === me).map(() => 'you'), ...users.filter(user => user !== me)];
    const nameless = count - named.length;
    if (nameless <= 0)
        return namesOf(named);
    const [first, second] = named;
    const some = [first, second].filter(name => name !== undefined);
    const others = plural(count - some.length, 'other');
    return some.length === 0 ? plural(count, 'person', 'people') : `${some.join(', ')} and ${others}`;
}
function thread(id, count, last, actions) {
    const made = button('thread-link', '', () => actions.openThread(id));
    made.append(icon('reply'), el('span', '', plural(count, 'reply', 'replies')), el('span', 'thread-last', timeOf(last)));
    made.dataset['testid'] = 'thread-link';
    return made;
}
