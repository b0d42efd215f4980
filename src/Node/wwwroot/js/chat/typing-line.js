import { part, setText } from './dom.js';
import { namesOf } from './format.js';
/** The line under the messages that says who is typing; it keeps its height when nobody is. */
export function showTyping(users) {
    const line = part('typing');
    line.classList.toggle('active', users.length > 0);
    const are = users.length === 1 ? 'is' : 'are';
    setText(part('typing-text'), users.length === 0 ? '' : `${namesOf(users)} ${are} typing…`);
}
