import assert from 'node:assert/strict';
import type { WebSocketFactory, WebSocketLike } from '../../client/socket.js';

export type Frame = Record<string, any>;

/** One end of a connection, played by a test. */
export class FakeSocket implements WebSocketLike {
  onmessage: ((event: any) => void) | null = null;
  onclose: ((event: any) => void) | null = null;
  onerror: ((event: any) => void) | null = null;
  /** What the client sent and no test has taken yet. */
  readonly inbox: Frame[] = [];
  closedWith: number | undefined;

  constructor(readonly url: string, readonly protocol: string) {}

  send(text: string): void {
    if (this.closedWith === undefined) this.inbox.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
  }

  // ---- the server's side ----

  deliver(...frames: readonly (Frame | string)[]): void {
    for (const frame of frames) this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  drop(code = 1006, reason = ''): void {
    this.closedWith ??= code;
    this.onclose?.({ code, reason });
  }

  /** Takes the oldest request of this type. */
  take(type: string): Frame {
    const index = this.inbox.findIndex(frame => frame['type'] === type);
    assert.notEqual(index, -1, `no ${type} among ${JSON.stringify(this.inbox)}`);
    return this.inbox.splice(index, 1)[0]!;
  }

  /** All requests of this type that were not taken. */
  all(type: string): Frame[] {
    return this.inbox.filter(frame => frame['type'] === type);
  }

  welcome(data: Frame = {}): void {
    this.deliver({
      type: 'welcome',
      data: {
        connection_id: 'c', session_id: 's', resume_token: 'token-1', user_id: 'ana', node_id: 'n1', protocol: 1,
        heartbeat_s: 30, max_message_size: 65_536, resumed: false, ...data,
      },
    });
  }

  ack(request: Frame, data: Frame = {}): void {
    this.deliver({ type: 'ack', id: request['id'], room_id: request['room_id'], data });
  }

  refuse(request: Frame, code: string, more: Frame = {}): void {
    this.deliver({ type: 'error', id: request['id'], error: { code, message: code, retryable: false, ...more } });
  }
}

/** Hands out {@link FakeSocket}s and remembers them. */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];

  readonly webSocket: WebSocketFactory = (url, protocol) => {
    const socket = new FakeSocket(url, protocol);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    assert.ok(socket, 'nobody has connected');
    return socket;
  }
}

/** A logged message, as the server delivers it. */
export function logged(seq: number, text = `m${seq}`, more: Frame = {}): Frame {
  return {
    id: `e1-${seq}`, type: 'message', room_id: 'lobby', user_id: 'bob', data: { text }, seq,
    timestamp: '2026-01-01T12:00:00.000Z', ...more,
  };
}
