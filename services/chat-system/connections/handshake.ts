import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { SOCKET_PATH, SUBPROTOCOL, TOKEN_PREFIX } from '../protocol/handshake';

/** Why a handshake is refused, as HTTP says it. */
export interface RefusedHandshake {
  readonly status: 400 | 401 | 403 | 404 | 503;
  readonly reason: string;
}

export interface HandshakeState {
  /** Origins that browsers may come from. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** It has as many connections, or as many that are to be welcomed, as it takes. */
  readonly isFull: boolean;
}

/**
 * Judges the request for a WebSocket, apart from what `ws` checks itself.
 *
 * A browser sends `Origin`, and any page may open a WebSocket to anywhere. A client that sends none is no browser; its
 * token is what counts.
 *
 * @returns the token, or why not
 */
export function judgeHandshake(request: IncomingMessage, state: HandshakeState): string | RefusedHandshake {
  const { url, headers } = request;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  if (url !== SOCKET_PATH) return { status: 404, reason: 'no such path' };
  if (state.isFull) return { status: 503, reason: 'this server is full' };
  if (headers.origin !== undefined && !state.allowedOrigins.has(headers.origin)) {
    return { status: 403, reason: 'this origin may not connect' };
  }
  if (!offered.includes(SUBPROTOCOL)) return { status: 400, reason: `offer the subprotocol ${SUBPROTOCOL}` };
  if (!token) return { status: 401, reason: `offer the token as the subprotocol ${TOKEN_PREFIX}<token>` };
  return token;
}

/** Answers and ends the connection: Node.js leaves both to whoever takes an upgrade. */
export function refuseHandshake(stream: Socket, { status, reason }: RefusedHandshake): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: text/plain`;
  stream.on('error', () => stream.destroy());
  stream.end(`${head}\r\ncontent-length: ${reason.length + 1}\r\n\r\n${reason}\n`, () => stream.destroy());
}
