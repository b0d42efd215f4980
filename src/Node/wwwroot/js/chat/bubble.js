import { button, el } from './dom.js';
import { pieces } from './links.js';
/** Longer than this, a message is folded: about a screen of a phone. */
const foldedCharacters = 1_200;
const foldedLines = 16;
const onlyEmoji = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier}|\u200d|\s){1,12}$/u;
/** What a message says, in its bubble. */
export function bubble(message) {
    const text = written(message);
    text.dataset['testid'] = 'text';
    text.classList.toggle('emoji', message.length <= 24 && onlyEmoji.test(message));
    const made = el('div', 'bubble', text);
    const lines = message.split('\n').length;
    if (message.length > foldedCharacters)
        made.append(fold(text, `${message.length.toLocaleString()} characters`));
    else if (lines > foldedLines)
        made.append(fold(text, `${lines} lines`));
    return made;
}
/** What is left of a message that was deleted. */
export function tombstone(words) {
    const made = el('div', 'bubble deleted', words);
    made.dataset['testid'] = 'tombstone';
    return made;
}
/** Text with its links. */
export function written(message) {
    const text = el('div', 'text', ...pieces(message).map(piece => ('href' in piece ? link(piece.text, piece.href) : piece.text)));
    text.dir = 'auto';
    return text;
}
function fold(text, extent) {
    const more = button('more', '', () => {
        const open = text.classList.contains('folded');
        show(open);
        if (!open)
            text.scrollIntoView({ block: 'nearest' });
    });
    const show = (open) => {
        text.classList.toggle('folded', !open);
        more.textContent = open ? 'Show less' : `Show all ${extent}`;
        more.setAttribute('aria-expanded', String(open));
    };
    show(false);
    return more;
}
function link(text, href) {
    const made = el('a', '', text);
    made.href = href;
    made.target = '_blank';
    made.rel = 'noopener noreferrer nofollow';
    return made;
}
