import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../protocol/handshake';
import { limits } from '../protocol/limits';
import type { Connection } from './connection';

/** Whom a WebSocket tells what it hears. */
export interface SocketOwner {
  received(connection: Connection, data: Buffer, isBinary: boolean): void;
  pinged(connection: Connection, data: Buffer): void;
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

/** Milliseconds that a client has to answer a close frame. The types of `ws` do not know it yet. */
const CLOSING = { closeTimeout: 5_000 };

/** Makes WebSockets of upgrades. */
export function chatSockets() {
  return new WebSocketServer({
    noServer: true,
    WebSocket: ChatSocket,
    clientTracking: false,
    maxPayload: limits.frameBytes,
    // A message in pieces of a byte each would take a hundred times its size in memory; so would a frame in segments.
    maxFragments: 64,
    maxBufferedChunks: 256,
    // Compression costs a window of 32 KB and more for each connection.
    perMessageDeflate: false,
    // Would keep a closure for each connection.
    autoPong: false,
    handleProtocols: () => SUBPROTOCOL,
    ...CLOSING,
  });
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const { connection, owner } = this as ChatSocket;
  // By default `ws` gives one Buffer a message.
  if (connection && Buffer.isBuffer(data)) owner?.received(connection, data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  const { connection, owner } = this as ChatSocket;
  if (connection) owner?.pinged(connection, data);
}

/** `close` follows. */
function onError(this: WebSocket): void {}

function onClose(this: WebSocket, code: number): void {
  const { connection, owner } = this as ChatSocket;
  if (connection) owner?.forget(connection, code);
}
