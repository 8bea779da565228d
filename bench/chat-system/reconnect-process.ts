import { WebSocket } from 'ws';
import { ChatClient } from '../../services/chat-system/client/chat-client';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PREFIX } from '../../services/chat-system/protocol/handshake';
import { localSignIn } from '../../services/chat-system/sign-in/local';
import type { Come, Return, Returned } from './reconnect';

/** Connections that are being opened at the same time in the beginning. */
const AT_ONCE = 50;
const GIVE_UP = 60_000;
const LOOK = 50;

/** A process with clients of the chat, or with plain ones that connect again at once, whose server is going to end. */
class Clients {
  private port = 0;
  private readonly attempts: number[] = [];
  private readonly back: number[] = [];
  private there = 0;
  private since = Number.POSITIVE_INFINITY;

  async come({ kind, port, first, count, rooms, key }: Come): Promise<void> {
    this.port = port;
    const signIn = localSignIn({ key: Buffer.from(key, 'hex') });
    for (let begin = first; begin < first + count; begin += AT_ONCE) {
      const end = Math.min(first + count, begin + AT_ONCE);
      const arrived = this.there + end - begin;
      for (let number = begin; number < end; number++) {
        const room = rooms[number % rooms.length] ?? '';
        const token = signIn.issueToken(`u${number}`);
        if (kind === 'answer') this.startClient(token, room);
        else this.startPlain(token, room);
      }
      await this.until(arrived);
    }
  }

  /** From now on there is only the other server. */
  prepare({ port }: Return): void {
    this.port = port;
    this.there = 0;
    this.attempts.length = 0;
    this.back.length = 0;
    this.since = performance.now();
  }

  async returned(count: number): Promise<Returned> {
    await this.until(count);
    const after = (times: readonly number[]) => times.map((at) => Math.round(at - this.since));
    return { attempts: after(this.attempts), back: after(this.back) };
  }

  private startClient(token: string, room: string): void {
    const client = new ChatClient({
      url: () => this.url,
      token: () => token,
      connect: (url, protocols) => this.attempt(url, protocols),
    });
    let isOpening = true;
    client.onChange(({ type }) => {
      if (client.connection.is !== 'connected') isOpening = true;
      else if (isOpening && type === 'messages') {
        isOpening = false;
        this.arrive();
      }
    });
    client.start();
    client.open(room);
  }

  /** As it stands in most examples: whoever loses the connection connects again. */
  private startPlain(token: string, room: string): void {
    const connect = () => {
      const socket = this.attempt(this.url, [SUBPROTOCOL, TOKEN_PREFIX + token]);
      socket.on('open', () => socket.send(JSON.stringify({ type: 'open', room })));
      socket.once('message', () => this.arrive());
      socket.on('error', () => {});
      socket.on('close', () => connect());
    };
    connect();
  }

  private get url(): string {
    return `ws://127.0.0.1:${this.port}${SOCKET_PATH}`;
  }

  private attempt(url: string, protocols: string[]): WebSocket {
    this.attempts.push(performance.now());
    return new WebSocket(url, protocols, { perMessageDeflate: false });
  }

  /** The room is open again. */
  private arrive(): void {
    this.there++;
    this.back.push(performance.now());
  }

  private async until(count: number): Promise<void> {
    const start = performance.now();
    while (this.there < count && performance.now() - start < GIVE_UP) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }
}

const clients = new Clients();
let count = 0;
process.on('message', (request: Come | Return) => {
  if (request.type === 'return') {
    clients.prepare(request);
    process.send?.('prepared');
    void clients.returned(count).then((answer) => process.send?.(answer));
    return;
  }
  count = request.count;
  void clients.come(request).then(() => process.send?.('there'));
});
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
