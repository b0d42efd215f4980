import { part } from './dom.js';
/** What a narrow screen has no room for in its header. */
export function moreItems(side, copyLink) {
    const from = part('more');
    return [
        { label: 'Pinned messages', icon: 'pin', run: () => side.open('pins', from) },
        { label: 'About this room', icon: 'settings', run: () => side.open('room', from) },
        { label: 'Copy a link to this room', icon: 'link', run: copyLink },
    ];
}
