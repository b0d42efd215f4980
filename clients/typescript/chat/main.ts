import { inviteInAddress, linkTo, roomInAddress, showRoomInAddress } from './address-bar.js';
import { Announcer } from './announcer.js';
import { ChatScreen } from './chat-screen.js';
import { copy } from './clipboard.js';
import { part } from './dom.js';
import { Menu } from './menu.js';
import { isDirect, toId } from './names.js';
import { moreItems } from './more-menu.js';
import { visited } from './recent-rooms.js';
import { RoomsPanel } from './rooms-panel.js';
import { Session } from './session.js';
import { SidePanel } from './side-panel.js';
import { StartScreen } from './start-screen.js';
import { forget, recall, remember } from './storage.js';
import { startTheme } from './theme.js';
import { toast } from './toast.js';
import { whyNotIn } from './wording.js';

const announcer = new Announcer();
const menu = new Menu();
let chat: ChatScreen | undefined;
let session: Session | undefined;
let room: string | undefined;
const side = new SidePanel(view => chat?.beside(view));
const rooms = new RoomsPanel({ open: enterAgain, close: closeRoom });
const start = new StartScreen(enter);

function enter(name: string, roomId: string, invite?: string): void {
  remember('device', 'name', name);
  remember('tab', 'name', name);
  remember('tab', 'room', roomId);
  if (!isDirect(roomId)) remember('device', 'room', roomId);
  if (session?.name !== name) {
    session?.close();
    session = new Session(name, { changed: roomsChanged, over: roomOver });
  }
  visited(name, roomId);
  showRoomInAddress(roomId);
  chat?.dispose();
  chat = undefined;
  room = roomId;
  part('start-screen').hidden = true;
  part('chat-screen').hidden = false;
  menu.close(false);
  side.close();
  const watch = session.open(roomId, invite);
  // It may have been refused in the same breath.
  if (room === roomId) chat = new ChatScreen({ session, watch, announcer, menu, side, go: enterAgain });
  roomsChanged();
}

function enterAgain(roomId: string): void {
  if (session !== undefined && roomId !== room) enter(session.name, roomId);
}

function closeRoom(roomId: string): void {
  session?.drop(roomId);
  if (roomId !== room) return;
  const next = session?.rooms[0]?.roomId;
  if (next === undefined) leave();
  else enterAgain(next);
}

function leave(problem?: string): void {
  menu.close(false);
  rooms.close();
  side.close();
  chat?.dispose();
  chat = undefined;
  room = undefined;
  session?.leaveScreen();
  forget('tab', 'room');
  part<HTMLDialogElement>('dialog').close();
  part('chat-screen').hidden = true;
  part('start-screen').hidden = false;
  start.show(problem);
}

function roomsChanged(): void {
  if (session === undefined || room === undefined) return;
  rooms.show(session.rooms, session.me);
  chat?.titled();
  const title = `${isDirect(room) ? '' : '#'}${session.titleOf(room)}`;
  const unread = session.rooms.find(line => line.current)?.unread ?? '';
  const elsewhere = session.unreadElsewhere;
  document.title = `${unread !== '' ? `(${unread}) ` : elsewhere > 0 ? '• ' : ''}${title}`;
}

function roomOver(roomId: string, error: Parameters<typeof whyNotIn>[0]): void {
  const words = whyNotIn(error, session?.titleOf(roomId) ?? roomId);
  if (roomId === room) leave(words);
  // One that only stood on the list goes off it; why is worth a word when it happened under our eyes.
  else if (error.code === 'kicked' || error.code === 'banned' || error.code === 'room_deleted') toast(words, 'problem');
}

/** What the address asks for: a tab that was in this room is in it again, as after a reload; others ask who it is. */
function follow(): void {
  const wanted = toId(roomInAddress() ?? '', 'room');
  const name = recall('tab', 'name');
  if ('id' in wanted && name !== undefined && recall('tab', 'room') === wanted.id) enter(name, wanted.id, inviteInAddress());
  else leave();
}

function copyInvitation(): void {
  if (room !== undefined) void copy(linkTo(room), 'Link copied.');
}

for (const button of document.querySelectorAll<HTMLElement>('[data-action="copy-link"]')) {
  button.addEventListener('click', copyInvitation);
}
part('switch-room').addEventListener('click', () => {
  showRoomInAddress(undefined);
  leave();
});
part('more').addEventListener('click', () => menu.show(part('more'), 'Room', moreItems(side, copyInvitation)));
addEventListener('popstate', () => {
  // Back to a room that this tab was in is back into it.
  const wanted = toId(roomInAddress() ?? '', 'room');
  if ('id' in wanted) remember('tab', 'room', wanted.id);
  follow();
});

startTheme();
follow();
