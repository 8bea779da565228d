import { connect, type Socket } from 'node:net';
import type { Event } from '../../services/chat-system/protocol/events';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PREFIX } from '../../services/chat-system/protocol/handshake';
import { clientFrame, handshakeOf, readFrames } from './frames';
import { type Inbox, messagesIn, type Parsed } from './inbox';

const END_OF_HEADERS = '\r\n\r\n';
const CLOSE = 8;

/** One for all connections: a socket hands over what it read before the next one reads. */
const shared = Buffer.alloc(256 * 1024);

/** Told what comes to a connection. */
export interface Listener {
  messages(connection: Connection, parsed: Parsed): void;
  event(connection: Connection, event: Event): void;
  ended(connection: Connection): void;
}

export interface ConnectionOptions {
  readonly port: number;
  /** The port of this side is one of this address's. */
  readonly localAddress: string;
  readonly token: string;
  readonly room: string;
  readonly inbox: Inbox;
  readonly listener: Listener;
}

/** A WebSocket with as little around it as possible, for it shares the processors with what it measures. */
export class Connection {
  /** The last number that it was given. */
  last = 0;
  ready = false;
  private readonly socket: Socket;
  private rest: Buffer | undefined;
  private upgraded = false;

  constructor(private readonly options: ConnectionOptions) {
    const { port, localAddress, token, listener } = options;
    this.socket = connect({
      port,
      host: '127.0.0.1',
      localAddress,
      noDelay: true,
      onread: { buffer: shared, callback: (length) => this.readFirst(length) },
    });
    this.socket.write(handshakeOf(SOCKET_PATH, [SUBPROTOCOL, TOKEN_PREFIX + token]));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => listener.ended(this));
  }

  get room(): string {
    return this.options.room;
  }

  write(frame: Buffer): void {
    this.socket.write(frame);
  }

  end(): void {
    this.socket.destroy();
  }

  private readFirst(length: number): boolean {
    const known = this.upgraded && this.rest === undefined ? this.options.inbox.find(shared, length) : undefined;
    if (known === undefined) return this.read(shared.subarray(0, length));
    for (const parsed of known) this.options.listener.messages(this, parsed);
    return true;
  }

  private read(chunk: Buffer): boolean {
    let bytes = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = undefined;
    if (!this.upgraded) {
      const end = bytes.indexOf(END_OF_HEADERS);
      if (end >= 0) {
        if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
          throw new Error(`the handshake was refused: ${bytes.subarray(0, end).toString()}`);
        }
        this.upgraded = true;
        bytes = bytes.subarray(end + END_OF_HEADERS.length);
        this.write(clientFrame(JSON.stringify({ type: 'open', room: this.room, after: 0 })));
      }
    }
    const frames: (Parsed | undefined)[] = [];
    const used = this.upgraded ? readFrames(bytes, (opcode, payload) => frames.push(this.take(opcode, payload))) : 0;
    if (used < bytes.length) this.rest = Buffer.from(bytes.subarray(used));
    else if (frames.every((parsed) => parsed !== undefined)) this.options.inbox.keep(bytes, frames);
    return true;
  }

  private take(opcode: number, payload: Buffer): Parsed | undefined {
    const { listener } = this.options;
    if (opcode === CLOSE) {
      this.end();
      return undefined;
    }
    const parsed = messagesIn(payload);
    if (parsed !== undefined) {
      listener.messages(this, parsed);
      return parsed;
    }
    for (const event of JSON.parse(payload.toString()) as readonly Event[]) {
      listener.event(this, event);
    }
    return undefined;
  }
}
