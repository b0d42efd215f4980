import { apiAddressOf } from './address.js';
import { StreamingError } from './errors.js';
import { isMessage, type RoomMessage } from './events.js';
import { readLogged } from './event-readers.js';
import type { StreamingClientOptions } from './options.js';
import { platform, type FetchLike } from './platform.js';
import type {
  Invite, MemberPage, ModerationEntry, NewInvite, RoomInfo, RoomPatch, RoomUnread,
} from './room-info.js';
import { readInvite, readListing, readMemberPage, readModerationEntry, readRoomInfo, readUnread } from './room-info-readers.js';
import { list, object, text } from './shapes.js';
import { readProblem } from './problem.js';

export interface RoomsApiOptions extends Pick<StreamingClientOptions, 'userId' | 'token'> {
  /** Where the server's WebSocket is, as for the client, or the API itself: `https://chat.example/api/v1`. */
  readonly url: string;
  /** The platform's own when absent. */
  readonly fetch?: FetchLike;
}

/** Some of the public rooms; `next` is what to hand over as `after` for more. */
export interface RoomListing {
  readonly rooms: readonly RoomInfo[];
  readonly next: string | undefined;
}

/** Of one user: more than anybody reads. */
const mostRooms = 1_000;

type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * What is asked of rooms over REST: what they are, who is in them, invites and settings. Each is one request, asked
 * once; it fails with a {@link StreamingError}, with `unavailable` when the server was not reached.
 */
export class RoomsApi {
  readonly #options: RoomsApiOptions;
  readonly #base: string;
  readonly #fetch: FetchLike;

  constructor(options: RoomsApiOptions) {
    this.#options = options;
    this.#base = apiAddressOf(options.url);
    const fetch = options.fetch ?? platform.fetch;
    if (fetch === undefined) throw new TypeError('No fetch here: bring one.');
    this.#fetch = (url, init) => fetch(url, init);
  }

  // ---- rooms ------------------------------------------------------------------------------------------------------

  async rooms(query: { readonly q?: string; readonly tag?: string; readonly limit?: number; readonly after?: string } = {}): Promise<RoomListing> {
    return need(readListing(await this.#get('/rooms', query)));
  }

  async room(roomId: string): Promise<RoomInfo> {
    return need(readRoomInfo(await this.#get(path`/rooms/${roomId}`)));
  }

  async create(roomId: string, settings: RoomPatch = {}): Promise<void> {
    await this.#ask('POST', '/rooms', { room_id: roomId, ...settings });
  }

  async update(roomId: string, patch: RoomPatch): Promise<void> {
    await this.#ask('PATCH', path`/rooms/${roomId}`, patch);
  }

  async archive(roomId: string): Promise<void> {
    await this.#ask('POST', path`/rooms/${roomId}/archive`, {});
  }

  async restore(roomId: string): Promise<void> {
    await this.#ask('POST', path`/rooms/${roomId}/restore`, {});
  }

  async lock(roomId: string, reason?: string): Promise<void> {
    await this.#ask('POST', path`/rooms/${roomId}/lock`, reason === undefined ? {} : { reason });
  }

  async unlock(roomId: string): Promise<void> {
    await this.#ask('POST', path`/rooms/${roomId}/unlock`, {});
  }

  /** Hands the room over to another member. */
  async transfer(roomId: string, userId: string): Promise<void> {
    await this.#ask('POST', path`/rooms/${roomId}/transfer`, { user_id: userId });
  }

  async delete(roomId: string): Promise<void> {
    await this.#ask('DELETE', path`/rooms/${roomId}`);
  }

  /** Opens the room of two, and gives its id: the same whichever side asks. */
  async openDirect(userId: string): Promise<string> {
    const answer = object(await this.#ask('POST', path`/direct/${userId}`, {}));
    return need(text(answer?.['room_id']));
  }

  // ---- who and what is in a room ----------------------------------------------------------------------------------

  /** By user id; `after` is the last one of the page before. */
  async members(roomId: string, query: { readonly after?: string; readonly limit?: number } = {}): Promise<MemberPage> {
    return need(readMemberPage(await this.#get(path`/rooms/${roomId}/members`, query)));
  }

  async pins(roomId: string): Promise<readonly RoomMessage[]> {
    const answer = await this.#get(path`/rooms/${roomId}/pins`);
    return need(list(object(answer)?.['messages'] ?? object(answer)?.['pins'], readLogged)).filter(isMessage);
  }

  /** Newest first; `before_seq` is the lowest seq of the page before. */
  async moderationLog(roomId: string, query: { readonly before_seq?: number; readonly limit?: number } = {}): Promise<readonly ModerationEntry[]> {
    const answer = object(await this.#get(path`/rooms/${roomId}/moderation-log`, query));
    return need(list(answer?.['entries'], readModerationEntry));
  }

  async invites(roomId: string): Promise<readonly Invite[]> {
    return need(list(object(await this.#get(path`/rooms/${roomId}/invites`))?.['invites'], readInvite));
  }

  async createInvite(roomId: string, invite: NewInvite = {}): Promise<Invite> {
    return need(readInvite(await this.#ask('POST', path`/rooms/${roomId}/invites`, invite)));
  }

  async revokeInvite(roomId: string, code: string): Promise<void> {
    await this.#ask('DELETE', path`/rooms/${roomId}/invites/${code}`);
  }

  // ---- a user's own -----------------------------------------------------------------------------------------------

  /** What is unread in the rooms that this user is a member of: all of them, a page after the other. */
  async unread(userId: string): Promise<readonly RoomUnread[]> {
    const rooms: RoomUnread[] = [];
    let after: string | undefined;
    do {
      const page = object(await this.#get(path`/users/${userId}/unread`, after === undefined ? {} : { after }));
      rooms.push(...need(list(page?.['rooms'], readUnread)));
      after = page?.['has_more'] === true ? text(page['next']) : undefined;
    } while (after !== undefined && rooms.length < mostRooms);
    return rooms;
  }

  // ---- how --------------------------------------------------------------------------------------------------------

  #get(path: string, query: Query = {}): Promise<unknown> {
    return this.#ask('GET', path, undefined, query);
  }

  async #ask(method: string, path: string, body?: object, query: Query = {}): Promise<unknown> {
    const token = typeof this.#options.token === 'function' ? await this.#options.token() : this.#options.token;
    const response = await this.#reach(this.#url(path, query, token), {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = parse(response.text);
    if (!response.ok) throw readProblem(response.status, answer);
    return answer;
  }

  async #reach(url: string, init: Parameters<FetchLike>[1]): Promise<{ ok: boolean; status: number; text: string }> {
    try {
      const response = await this.#fetch(url, init);
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch {
      const error = { code: 'unavailable', message: 'The server was not reached.', retryable: true };
      throw StreamingError.refused(error);
    }
  }

  #url(path: string, query: Query, token: string | undefined): string {
    // A guest says who they are; who has a token is told by that.
    const named = token === undefined ? { user_id: this.#options.userId, ...query } : query;
    const fields = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
    return fields.length === 0 ? this.#base + path : `${this.#base}${path}?${fields.join('&')}`;
  }
}

/** An address whose parts are ids, each escaped. */
function path(pieces: TemplateStringsArray, ...ids: readonly string[]): string {
  return pieces.reduce((whole, piece, index) => whole + encodeURIComponent(ids[index - 1] ?? '') + piece);
}

function parse(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw StreamingError.badAnswer();
  return value;
}
