import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { closeCodes } from '../protocol/handshake';
import { attachmentTypes, limits } from '../protocol/limits';
import { type Identity, InvalidTokenError, type Verifier } from '../sign-in/verifier';
import { type ChatSocket, chatSockets, type SocketOwner } from './chat-socket';
import { Connection } from './connection';
import type { ConnectionContext } from './context';
import { judgeHandshake, type RefusedHandshake, refuseHandshake } from './handshake';
import { receive, receivePing } from './receive';

export interface SocketServerOptions {
  readonly verifier: Verifier;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly connectionsMost: number;
  /** That wait for their welcome at the same time. */
  readonly welcomesMost: number;
  readonly context: ConnectionContext;
}

/** All WebSockets of a server, from their handshake to their end. */
export class SocketServer implements SocketOwner {
  readonly connections = new Set<Connection>();
  isDraining = false;
  private handshakes = 0;
  private welcomes = 0;
  private opened = 0;
  private readonly sweeper: NodeJS.Timeout;
  private readonly sockets = chatSockets();

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
    const { verifier, allowedOrigins, connectionsMost, welcomesMost, context } = this.options;
    // Whoever waits for long gives up and begins again: a server that takes everybody at once ends with nobody.
    const isFull =
      this.connections.size + this.handshakes > connectionsMost || this.welcomes + this.handshakes > welcomesMost;
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

  private refuse(stream: Socket, refused: RefusedHandshake): void {
    this.options.context.counters.refused++;
    refuseHandshake(stream, refused);
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
    const { hub, log, heartbeatMilliseconds } = this.options.context;
    this.welcomes++;
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
      connection.present();
    } catch (error) {
      log.failed('welcome', error);
      connection.end(closeCodes.full, 'try again');
    } finally {
      this.welcomes--;
    }
  }

  /** A ping of WebSocket itself, which says nothing of the user. */
  pinged(connection: Connection, data: Buffer): void {
    receivePing(connection, data, this.options.context);
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
