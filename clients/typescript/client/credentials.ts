import { addressOf, apiAddressOf } from './address.js';
import type { Clock } from './clock.js';
import type { StreamingClientOptions } from './options.js';
import { platform, type FetchLike } from './platform.js';
import type { RefreshRequest } from './protocol.js';
import type { RequestIds } from './request-ids.js';
import type { Requests } from './requests.js';
import { count, object, text } from './shapes.js';

/** A newer token is asked for this long before the old one ends, or for a quarter of its life if that is less. */
const mostAheadMs = 60_000;

/** Between two tries, while there is time left. */
const retryMs = 5_000;

/** Longer waits are beyond what timers take. */
const longestWaitMs = 24 * 3_600_000;

interface CredentialsParts {
  readonly options: StreamingClientOptions;
  readonly requests: Requests;
  readonly ids: RequestIds;
  readonly clock: Clock;
  readonly problem: (error: { readonly code: string; readonly message: string }) => void;
}

/**
 * What opens connections and keeps them open. With `getToken` every connection has a token of its own, which is exchanged for a ticket, so that
 * it stands in no URL; before it runs out, the connection is given the next one.
 */
export class Credentials {
  readonly #parts: CredentialsParts;
  readonly #fetch: FetchLike | undefined;
  #cancelTimer: () => void = () => {};
  /** Told apart by identity: a token that arrives late is not for the next connection. */
  #connection = {};

  constructor(parts: CredentialsParts) {
    this.#parts = parts;
    const fetch = parts.options.fetch ?? platform.fetch;
    this.#fetch = fetch === undefined ? undefined : (url, init) => fetch(url, init);
    if (parts.options.getToken !== undefined && this.#fetch === undefined) throw new TypeError('No fetch here: bring one.');
  }

  get areRenewable(): boolean {
    return this.#parts.options.getToken !== undefined;
  }

  /** The address of the next connection. */
  address(resumeToken: string | undefined): string | Promise<string> {
    const { options } = this.#parts;
    const { getToken } = options;
    if (getToken === undefined) return addressOf(options, resumeToken);
    return Promise.resolve(getToken())
      .then(token => this.#negotiate(token))
      .then(ticket => addressOf({ url: options.url, ticket: () => ticket }, resumeToken));
  }

  /** A connection is open, and ends in so many seconds if nothing is done. */
  hold(expiresInS: number | undefined): void {
    this.release();
    const connection = (this.#connection = {});
    if (expiresInS === undefined || !this.areRenewable) return;
    const leftMs = expiresInS * 1_000;
    const waitMs = leftMs - Math.min(mostAheadMs, leftMs / 4);
    // Over a day ahead it is looked at again.
    const rest = waitMs > longestWaitMs ? expiresInS - longestWaitMs / 1_000 : undefined;
    this.#cancelTimer = this.#parts.clock.schedule(Math.min(waitMs, longestWaitMs), () => {
      if (rest === undefined) void this.#refresh(connection);
      else this.hold(rest);
    });
  }

  /** The connection is over. */
  release(): void {
    this.#cancelTimer();
    this.#connection = {};
  }

  async #negotiate(token: string): Promise<string> {
    const reply = await this.#fetch!(`${apiAddressOf(this.#parts.options.url)}/negotiate`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    });
    const ticket = reply.ok ? text(object(JSON.parse(await reply.text()))?.['ticket']) : undefined;
    if (ticket === undefined) throw new Error(`no ticket (${reply.status})`);
    return ticket;
  }

  async #refresh(connection: object): Promise<void> {
    let token: string;
    try {
      token = await this.#parts.options.getToken!();
    } catch (error) {
      this.#again(connection, { code: 'unauthorized', message: error instanceof Error ? error.message : 'no token' });
      return;
    }
    if (this.#connection !== connection) return;
    const request: RefreshRequest = { type: 'refresh', id: this.#parts.ids.next(), data: { token } };
    this.#parts.requests.ask(request, outcome => {
      if (this.#connection !== connection || outcome.kind === 'lost' || outcome.kind === 'unsent') return;
      if (outcome.kind === 'answered' && outcome.answer.type === 'ack') this.hold(count(outcome.answer.data['expires_in_s']));
      else if (outcome.kind === 'answered' && outcome.answer.type === 'error') this.#again(connection, outcome.answer.error);
      else this.#again(connection, { code: 'timeout', message: 'no answer to the new token' });
    });
  }

  #again(connection: object, error: { readonly code: string; readonly message: string }): void {
    if (this.#connection !== connection) return;
    this.#parts.problem(error);
    // Told of it, the page may have closed the client.
    if (this.#connection !== connection) return;
    this.#cancelTimer = this.#parts.clock.schedule(retryMs, () => void this.#refresh(connection));
  }
}
