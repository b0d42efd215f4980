/** The room that the page's address names, so that a room can be bookmarked and handed on. */
export function roomInAddress(): string | undefined {
  return new URLSearchParams(location.search).get('room') ?? undefined;
}

/** The code that lets into a private room, where the address bears one. */
export function inviteInAddress(): string | undefined {
  return new URLSearchParams(location.search).get('invite') ?? undefined;
}

export function showRoomInAddress(room: string | undefined): void {
  if (roomInAddress() === room) return;
  const url = new URL(location.href);
  if (room === undefined) url.searchParams.delete('room');
  else url.searchParams.set('room', room);
  url.searchParams.delete('invite');
  history.pushState(null, '', url);
}

/** An address to hand to others: the room, an invite to it, and nothing else of ours. */
export function linkTo(room: string, invite?: string): string {
  const url = new URL(location.pathname, location.href);
  url.searchParams.set('room', room);
  if (invite !== undefined) url.searchParams.set('invite', invite);
  return url.href;
}

/** Where the server's WebSocket is: beside the page, wherever that is served. */
export function socketAddress(): string {
  return new URL('ws', new URL('.', location.href)).href.replace(/^http/, 'ws');
}
