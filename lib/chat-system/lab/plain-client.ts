import { WebSocket } from 'ws';

/** What a client of the baseline has to do with messages. */
export interface PlainCounts {
  /** Ids of which the server said that they are sent. */
  readonly acknowledged: ReadonlySet<string>;
  /** Ids that came, each once. */
  readonly seen: ReadonlySet<string>;
}

/** Milliseconds until it connects again. */
const RECONNECT = 200;

/** A client of the baseline: connects again when it is cut off, and has no way to ask for what it missed. */
export class PlainClient implements PlainCounts {
  readonly acknowledged = new Set<string>();
  readonly seen = new Set<string>();
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sent = 0;
  private ended = false;

  /** @param url of a server, asked for at each attempt */
  constructor(
    private readonly name: string,
    private readonly room: string,
    private readonly url: () => string,
  ) {
    this.connect();
  }

  /** Sends a message if it is connected: nobody would wait for the others. */
  send(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(`${this.name}-${this.sent++}`);
  }

  stop(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket?.terminate();
  }

  private connect(): void {
    const socket = new WebSocket(`${this.url()}/${this.room}`);
    this.socket = socket;
    socket.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('sent ')) this.acknowledged.add(text.slice('sent '.length));
      else this.seen.add(text);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!this.ended) this.timer = setTimeout(() => this.connect(), RECONNECT);
    });
  }
}

/** Of all messages that were acknowledged, how many should have come to somebody, and how many did not. */
export function plainLosses(clients: readonly PlainCounts[]): { readonly lost: number; readonly of: number } {
  const acknowledged = clients.flatMap((client) => [...client.acknowledged]);
  const missing = clients.map(({ seen }) => acknowledged.filter((id) => !seen.has(id)).length);
  return { lost: missing.reduce((sum, one) => sum + one, 0), of: acknowledged.length * clients.length };
}
