import { part } from './dom.js';
import type { MenuItem } from './menu.js';
import type { SidePanel } from './side-panel.js';

/** What a narrow screen has no room for in its header. */
export function moreItems(side: SidePanel, copyLink: () => void): MenuItem[] {
  const from = part('more');
  return [
    { label: 'Pinned messages', icon: 'pin', run: () => side.open('pins', from) },
    { label: 'About this room', icon: 'settings', run: () => side.open('room', from) },
    { label: 'Copy a link to this room', icon: 'link', run: copyLink },
  ];
}
