import { el } from './dom.js';
/** A name's initial on its colour. The name itself always stands beside it, so it says nothing aloud. */
export function avatar(name, hue) {
    const made = el('span', 'avatar', (name.match(/[\p{L}\p{N}]/u)?.[0] ?? '?').toUpperCase());
    made.dataset['hue'] = hue;
    made.setAttribute('aria-hidden', 'true');
    return made;
}
