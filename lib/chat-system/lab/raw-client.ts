import { type ClientOptions, WebSocket } from 'ws';
import type { Event } from '../../../services/chat-system/protocol/events';
import { SUBPROTOCOL, TOKEN_PREFIX } from '../../../services/chat-system/protocol/handshake';
import type { Message } from '../../../services/chat-system/protocol/messages';
import type { Request } from '../../../services/chat-system/protocol/requests';
import { until } from '../../local/child';

/** A connection that speaks the protocol by itself, for what the client library would never do. */
export class RawClient {
  /** Everything that came, in order. */
  readonly events: Event[] = [];
  /** The code of the close; 1006 where the other side is just gone. @default - it is open */
  closed: number | undefined;
  /** Status of the answer that refused the handshake. @default - it was not refused */
  refused: number | undefined;
  readonly socket: WebSocket;

  constructor(url: string, token: string | undefined, options: ClientOptions = {}) {
    const protocols = [SUBPROTOCOL, ...(token === undefined ? [] : [TOKEN_PREFIX + token])];
    this.socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options });
    // API Gateway sends nothing before it is spoken to.
    this.socket.on('open', () => this.send({ type: 'ping' }));
    this.socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as readonly Event[] | { readonly message: string };
      if (Array.isArray(frame)) this.events.push(...(frame as readonly Event[]));
    });
    this.socket.on('close', (code) => {
      this.closed = code;
    });
    this.socket.on('unexpected-response', (_, response) => {
      this.refused = response.statusCode;
      this.socket.terminate();
    });
    this.socket.on('error', () => undefined);
  }

  /** Messages of a room that came, in the order in which they came. */
  messages(room: string): readonly Message[] {
    return this.events.flatMap((event) => (event.type === 'messages' && event.room === room ? event.messages : []));
  }

  send(request: Request | Readonly<Record<string, unknown>>): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
  }

  /** Waits until it is welcomed, refused or closed. */
  async settled(): Promise<this> {
    await until('the handshake is over', () => this.isOver || this.events.some(({ type }) => type === 'welcome'));
    return this;
  }

  /** Waits for an event of a type that came after the first so many. */
  async next<Type extends Event['type']>(type: Type, after = 0): Promise<Extract<Event, { readonly type: Type }>> {
    const find = () =>
      this.events.slice(after).find((event): event is Extract<Event, { readonly type: Type }> => event.type === type);
    await until(`${type} comes`, () => find() !== undefined || this.isOver);
    const found = find();
    if (!found) throw new Error(`closed with ${this.closed ?? this.refused}, and no ${type} came`);
    return found;
  }

  private get isOver(): boolean {
    return this.closed !== undefined || this.refused !== undefined;
  }
}
