import { type RawData, WebSocket } from 'ws';
import type { Connection } from './connection';

/** Whom a WebSocket tells what it hears. */
export interface SocketOwner {
  received(connection: Connection, data: Buffer, isBinary: boolean): void;
  forget(connection: Connection, code: number): void;
}

/**
 * A WebSocket that knows whose it is. Its listeners are the same functions for all of them, called with it as `this`: a
 * closure for each listener of each connection is memory that tens of thousands of idle ones would hold.
 */
export class ChatSocket extends WebSocket {
  connection: Connection | undefined;
  owner: SocketOwner | undefined;

  belongTo(connection: Connection, owner: SocketOwner): void {
    this.connection = connection;
    this.owner = owner;
    this.on('message', onMessage);
    this.on('ping', onPing);
    this.on('error', onError);
    this.on('close', onClose);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const { connection, owner } = this as ChatSocket;
  // By default `ws` gives one Buffer a message.
  if (connection && Buffer.isBuffer(data)) owner?.received(connection, data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  if (this.readyState === WebSocket.OPEN) this.pong(data);
}

/** `close` follows. */
function onError(this: WebSocket): void {}

function onClose(this: WebSocket, code: number): void {
  const { connection, owner } = this as ChatSocket;
  if (connection) owner?.forget(connection, code);
}
