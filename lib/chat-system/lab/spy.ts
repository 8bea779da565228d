import type { Connect } from '../../../services/chat-system/client/socket';
import { connectByWs } from './participant';

/** What became of one connection of a client. */
export interface SpiedConnection {
  /** When it was asked for, opened and over; milliseconds of `performance.now`. */
  readonly askedAt: number;
  openedAt?: number;
  closedAt?: number;
  /** Code with which it was closed by the server, or none. */
  code?: number;
  /** What the server said about its end. @default - nothing */
  drainAfterMs?: number;
}

/** Connections of a client, in the order in which it asked for them, and how it connects. */
export interface Spy {
  readonly connections: readonly SpiedConnection[];
  readonly connect: Connect;
}

/** Looks at the connections of a client without changing them. */
export function spyOn(connect: Connect = connectByWs): Spy {
  const connections: SpiedConnection[] = [];
  return {
    connections,
    connect: (url, protocols) => {
      const socket = connect(url, protocols) as ReturnType<typeof connectByWs> & EventTarget;
      const connection: SpiedConnection = { askedAt: performance.now() };
      connections.push(connection);
      socket.addEventListener('open', () => {
        connection.openedAt = performance.now();
      });
      socket.addEventListener('close', (event) => {
        connection.closedAt = performance.now();
        connection.code = (event as unknown as { readonly code: number }).code;
      });
      socket.addEventListener('message', (event) => {
        const [, afterMs] = /"type":"drain","afterMs":(\d+)/.exec(String((event as MessageEvent).data)) ?? [];
        if (afterMs !== undefined) connection.drainAfterMs = Number(afterMs);
      });
      return socket;
    },
  };
}
