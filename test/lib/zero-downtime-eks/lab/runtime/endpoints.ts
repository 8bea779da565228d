import {
  Agent,
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { claimAddressBlock } from '../../../../../lib/zero-downtime-eks/lab/runtime/address-block';
import type { Endpoint } from '../../../../../lib/zero-downtime-eks/lab/runtime/link';

/** The port of everything. */
export const PORT = 8_080;

/** Gives addresses of its own to a test, and stops what it leaves for it. */
export async function withAddresses(
  use: (at: (n: number) => Endpoint, later: (stop: () => Promise<unknown>) => void) => Promise<void>,
): Promise<void> {
  if (process.platform !== 'linux') {
    console.log('skipped: 127.0.0.0/8 is one address there');
    return;
  }
  const block = await claimAddressBlock();
  const stops: (() => Promise<unknown>)[] = [];
  try {
    await use(
      (n) => ({ address: block.address(n), port: PORT }),
      (stop) => stops.unshift(stop),
    );
  } finally {
    for (const stop of stops) await stop();
    await block.release();
  }
}

/** A target that does what the path says. */
export interface Target {
  readonly server: Server;
  /** Connections that it was made. */
  readonly sockets: readonly Socket[];
  stop(): Promise<void>;
}

/** A target that keeps idle connections; what it does besides answering with its name depends on the path. */
export async function startTarget({ address, port }: Endpoint, name = address): Promise<Target> {
  const sockets: Socket[] = [];
  const server = createHttpServer((message, response) => behave(message, response, name));
  server.keepAliveTimeout = 600_000;
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return {
    server,
    sockets,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function behave({ url, socket }: IncomingMessage, response: ServerResponse, name: string): void {
  if (url === '/close') socket.destroy();
  else if (url === '/reset') socket.resetAndDestroy();
  else if (url === '/500') response.writeHead(500).end(name);
  else if (url === '/slow') setTimeout(() => response.end(name), 600);
  else if (url === '/part') {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('part', () => socket.destroy());
  } else if (url !== '/hang') response.end(name);
}

/** A client with one connection that it keeps. */
export function startClient({ address: host, port }: Endpoint) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    /** The body of a 200, another status, or the error of the connection; silence is one after 10 s. */
    get: (path = '/') =>
      new Promise<string>((resolve) => {
        const sent = request({ agent, host, port, path }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.once('end', () => resolve(response.statusCode === 200 ? text : String(response.statusCode)));
          response.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        });
        const timer = setTimeout(() => sent.destroy(new Error('silence')), 10_000);
        sent.once('close', () => clearTimeout(timer));
        sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        sent.end();
      }),
    /** Whether the next request goes over the connection of the last. */
    connections: () => Object.values(agent.freeSockets).flatMap((list) => list ?? []),
    stop: async () => agent.destroy(),
  };
}
