import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes HTTP by hand. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that has come so far. */
  readonly received: () => string;
  send(text: string): void;
  /** Waits until the text has come. */
  until(text: string): Promise<void>;
  /** Resolves when the other side has closed it. */
  readonly closed: Promise<void>;
}

/** @param url of a server, whose path is not used */
export async function rawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (data) => {
    received += data.toString();
  });
  // A reset closes it, too.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => undefined);
  await once(socket, 'connect');
  return {
    socket,
    received: () => received,
    send: (text) => void socket.write(text),
    async until(text) {
      while (!received.includes(text)) await once(socket, 'data');
    },
    closed,
  };
}

/** The head and body of a request. */
export function httpRequest(method: string, path: string, headers: object = {}, body = ''): string {
  const lines = Object.entries({ host: 'payments', 'content-length': body.length, ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
