import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { closeCodes, SUBPROTOCOL } from '../protocol/handshake';
import { attachmentTypes, limits } from '../protocol/limits';
import { type Identity, InvalidTokenError, type Verifier } from '../sign-in/verifier';
import { ChatSocket, type SocketOwner } from './chat-socket';
import { Connection } from './connection';
import type { ConnectionContext } from './context';
import { judgeHandshake, type RefusedHandshake } from './handshake';
import { receive } from './receive';

/** Milliseconds that a client has to answer a close frame. The types of `ws` do not know it yet. */
const CLOSING = { closeTimeout: 5_000 };

export interface SocketServerOptions {
  readonly verifier: Verifier;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly connectionsMost: number;
  readonly context: ConnectionContext;
}

/** All WebSockets of a server, from their handshake to their end. */
export class SocketServer implements SocketOwner {
  readonly connections = new Set<Connection>();
  isDraining = false;
  private handshakes = 0;
  private opened = 0;
  private readonly sweeper: NodeJS.Timeout;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    WebSocket: ChatSocket,
    clientTracking: false,
    maxPayload: limits.frameBytes,
    // Compression costs a window of 32 KB and more for each connection.
    perMessageDeflate: false,
    // Would keep a closure for each connection.
    autoPong: false,
    ...CLOSING,
    handleProtocols: () => SUBPROTOCOL,
  });

  constructor(private readonly options: SocketServerOptions) {
    const { presenceMilliseconds, slowMilliseconds } = options.context;
    const pace = Math.max(5, Math.min(1_000, presenceMilliseconds / 4, slowMilliseconds / 4));
    this.sweeper = setInterval(() => this.sweep(), pace);
  }

  /** Takes or refuses a request for a WebSocket. */
  async upgrade(request: IncomingMessage, stream: Socket, head: Buffer): Promise<void> {
    // It may break while the token is looked at.
    const ignore = (): void => undefined;
    stream.on('error', ignore);
    this.handshakes++;
    try {
      const identity = await this.judge(request);
      if ('status' in identity) return this.refuse(stream, identity);
      // Here, as the server may have begun to drain while the token was looked at.
      if (this.isDraining) return this.refuse(stream, { status: 503, reason: 'this server is about to end' });
      this.sockets.handleUpgrade(request, stream, head, (socket) =>
        this.accept(socket as ChatSocket, stream, identity),
      );
    } finally {
      this.handshakes--;
      stream.off('error', ignore);
    }
  }

  /** Ends all connections without a word. */
  kill(): void {
    this.stop();
    for (const connection of this.connections) connection.destroy();
  }

  stop(): void {
    this.isDraining = true;
    clearInterval(this.sweeper);
  }

  /** The connection is no more. */
  forget(connection: Connection, code: number): void {
    const { hub, log } = this.options.context;
    this.connections.delete(connection);
    // 1000, 1001 and none: the client left, as when a page is closed. Others come back, and nobody should see them go.
    if (!this.isDraining && (code === 1000 || code === 1001 || code === 1005)) {
      hub.present(connection, connection.id, 0).catch((error: unknown) => log.failed('presence', error));
    }
    hub.leave(connection);
  }

  private async judge(request: IncomingMessage): Promise<Identity | RefusedHandshake> {
    const { verifier, allowedOrigins, connectionsMost, context } = this.options;
    const isFull = this.connections.size + this.handshakes > connectionsMost;
    const token = judgeHandshake(request, { allowedOrigins, isFull });
    if (typeof token !== 'string') return token;
    try {
      return await verifier.verify(token);
    } catch (error) {
      if (error instanceof InvalidTokenError) return { status: 401, reason: 'the token is not valid' };
      context.log.failed('token', error);
      return { status: 503, reason: 'the token cannot be verified now' };
    }
  }

  private refuse(stream: Socket, { status, reason }: RefusedHandshake): void {
    this.options.context.counters.refused++;
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: text/plain`;
    stream.on('error', () => stream.destroy());
    stream.end(`${head}\r\ncontent-length: ${reason.length + 1}\r\n\r\n${reason}\n`, () => stream.destroy());
  }

  private accept(socket: ChatSocket, stream: Socket, { user, expiresAt }: Identity): void {
    const { context } = this.options;
    const validFor = Math.min(expiresAt - Date.now(), 2 ** 31);
    const connection = new Connection(++this.opened, user, context.now() + validFor, socket, stream, context);
    socket.belongTo(connection, this);
    this.connections.add(connection);
    // Nothing is answered before `welcome`.
    socket.pause();
    void this.welcome(connection, socket);
  }

  private async welcome(connection: Connection, socket: ChatSocket): Promise<void> {
    const { hub, log, heartbeatMilliseconds, presenceMilliseconds } = this.options.context;
    try {
      const rooms = await hub.enter(connection);
      const heartbeatSeconds = heartbeatMilliseconds / 1000;
      const { attachmentBytes } = limits;
      connection.tell({
        type: 'welcome',
        user: connection.user,
        rooms,
        heartbeatSeconds,
        attachmentBytes,
        attachmentTypes,
      });
      socket.resume();
      // It went while its rooms were read.
      if (!connection.isOpen) return hub.leave(connection);
      await hub.present(connection, connection.id, Date.now() + presenceMilliseconds);
    } catch (error) {
      log.failed('welcome', error);
      connection.end(closeCodes.full, 'try again');
    }
  }

  private sweep(): void {
    const now = this.options.context.now();
    for (const connection of this.connections) connection.sweep(now);
  }

  /** A frame of one of its connections. */
  received(connection: Connection, data: Buffer, isBinary: boolean): void {
    receive(connection, data, isBinary, this.options.context);
  }
}

/** Tells the servers of a deployment apart. */
export const newServerId = (): string => randomUUID().slice(0, 8);
