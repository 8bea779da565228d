import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Event } from '../../../services/chat-system/protocol/events';
import { SUBPROTOCOL, TOKEN_PREFIX } from '../../../services/chat-system/protocol/handshake';

type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

export interface ConnectOptions {
  /** @default - none, as of a client that is no browser */
  readonly origin?: string;
  /** @default - that of the protocol and the token */
  readonly protocols?: readonly string[];
}

/** A client that keeps all that it was told. */
export class TestClient {
  readonly events: Event[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.events.push(...(JSON.parse(String(data)) as Event[])));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    socket.on('error', () => undefined);
    for (const name of ['message', 'close']) {
      socket.on(name, () => {
        for (const look of this.waiting) look();
      });
    }
  }

  /** @throws Error `Unexpected server response: <status>` where the handshake is refused */
  static async connect(socketUrl: string, token: string, options: ConnectOptions = {}): Promise<TestClient> {
    const socket = open(socketUrl, token, options);
    const client = new TestClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** The status with which a handshake is refused; 101 when it is not. */
  static async statusOf(socketUrl: string, token: string, options: ConnectOptions = {}): Promise<number> {
    const socket = open(socketUrl, token, options);
    socket.on('error', () => undefined);
    return new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
    });
  }

  send(request: unknown): void {
    this.socket.send(typeof request === 'string' ? request : JSON.stringify(request));
  }

  /** The first event of the type that fits, of those that came and will come. */
  async event<Type extends Event['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const find = () =>
      this.events.find((event): event is EventOf<Type> => event.type === type && fits(event as EventOf<Type>));
    await this.until(() => find() !== undefined || this.closed !== undefined);
    const found = find();
    if (!found) throw new Error(`closed by ${JSON.stringify(this.closed)} without ${type}`);
    return found;
  }

  /** The code with which the connection was closed. */
  async closeCode(): Promise<number | undefined> {
    await this.until(() => this.closed !== undefined);
    return this.closed?.code;
  }

  /** Resolves when it holds; it is looked at whenever something has come. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}

function open(socketUrl: string, token: string, { origin, protocols }: ConnectOptions): WebSocket {
  return new WebSocket(socketUrl, [...(protocols ?? [SUBPROTOCOL, `${TOKEN_PREFIX}${token}`])], {
    perMessageDeflate: false,
    ...(origin !== undefined && { origin }),
  });
}
