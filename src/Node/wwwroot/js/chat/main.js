import { roomInAddress, showRoomInAddress } from './address-bar.js';
import { Announcer } from './announcer.js';
import { ChatScreen } from './chat-screen.js';
import { Drawer } from './drawer.js';
import { part, setText } from './dom.js';
import { toId } from './names.js';
import { visited } from './recent-rooms.js';
import { StartScreen } from './start-screen.js';
import { forget, recall, remember } from './storage.js';
import { startTheme } from './theme.js';
import { whyNotIn } from './wording.js';
const announcer = new Announcer();
const drawer = new Drawer();
const start = new StartScreen(enter);
let chat;
function enter(name, room) {
    remember('device', 'name', name);
    remember('device', 'room', room);
    remember('tab', 'name', name);
    remember('tab', 'room', room);
    visited(room);
    showRoomInAddress(room);
    chat?.dispose();
    part('start-screen').hidden = true;
    part('chat-screen').hidden = false;
    chat = new ChatScreen(name, room, announcer, error => leave(whyNotIn(error, room)));
}
function leave(problem) {
    drawer.close();
    chat?.dispose();
    chat = undefined;
    forget('tab', 'room');
    part('chat-screen').hidden = true;
    part('start-screen').hidden = false;
    start.show(problem);
}
/** What the address asks for: a tab that was in this room is in it again, as after a reload; others ask who it is. */
function follow() {
    const wanted = toId(roomInAddress() ?? '', 'room');
    const name = recall('tab', 'name');
    if ('id' in wanted && name !== undefined && recall('tab', 'room') === wanted.id)
        enter(name, wanted.id);
    else
        leave();
}
async function copyInvitation(button) {
    if (chat === undefined)
        return;
    const label = button.querySelector('[data-label]') ?? button;
    const before = label.textContent ?? '';
    if (button.classList.contains('copied'))
        return;
    try {
        await navigator.clipboard.writeText(chat.invitation);
    }
    catch {
        // No clipboard on a page served over plain http: the address bar holds the same link.
        prompt('The link to this room:', chat.invitation);
        return;
    }
    button.classList.add('copied');
    setText(label, 'Link copied');
    announcer.say('Link copied.');
    setTimeout(() => {
        button.classList.remove('copied');
        setText(label, before);
    }, 2_000);
}
for (const button of document.querySelectorAll('[data-action="copy-link"]')) {
    button.addEventListener('click', () => void copyInvitation(button));
}
part('switch-room').addEventListener('click', () => {
    showRoomInAddress(undefined);
    leave();
});
addEventListener('popstate', () => {
    // Back to a room that this tab was in is back into it.
    const wanted = toId(roomInAddress() ?? '', 'room');
    if ('id' in wanted)
        remember('tab', 'room', wanted.id);
    follow();
});
startTheme();
follow();
