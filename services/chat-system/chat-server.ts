import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { drainConnections } from './connections/drain';
import { SocketServer } from './connections/socket-server';
import { httpServer } from './http/http-server';
import { webFiles } from './http/web-files';
import { Log } from './log';
import { Counters, reportMetrics } from './metrics';
import type { ChatServer, ChatServerOptions } from './options';
import { SOCKET_PATH } from './protocol/handshake';
import { connectionContext, makeHub } from './server-parts';

export type * from './options';

/** Connections that wait to be taken: when another server has died, all of its clients come at once. */
const BACKLOG = 4_096;

/**
 * Starts a server of the chat.
 *
 * @throws Error of the system where the address is not free
 */
export async function startChatServer(options: ChatServerOptions): Promise<ChatServer> {
  const { address = '127.0.0.1', port = 0, timings = {}, bus, signIn = { kind: 'local' } } = options;
  const log = new Log(options.writeLine ?? ((line) => process.stdout.write(`${line}\n`)));
  const counters = new Counters();
  let isKilled = false;
  const hub = makeHub(options, counters, () => isKilled);

  const allowedOrigins = new Set(options.allowedOrigins);
  const sockets = new SocketServer({
    verifier: options.verifier,
    allowedOrigins,
    connectionsMost: options.connectionsMost ?? 50_000,
    welcomesMost: options.welcomesMost ?? 500,
    context: connectionContext(options, hub, counters, log),
  });
  const server = httpServer(
    {
      isReady: () => !sockets.isDraining,
      signIn,
      issueToken: options.issueToken,
      files: options.webFolder ? webFiles(options.webFolder, options.connectOrigins ?? []) : new Map(),
    },
    log,
  );
  server.on('upgrade', (request, stream: Socket, head) => {
    sockets.upgrade(request, stream, head).catch((error: unknown) => {
      log.failed('handshake', error);
      stream.destroy();
    });
  });
  server.listen({ port, host: address, backlog: BACKLOG });
  await once(server, 'listening');
  const { port: actualPort } = server.address() as AddressInfo;
  for (const origin of ownOrigins(address, actualPort)) allowedOrigins.add(origin);

  const report = (connections?: number): void =>
    reportMetrics(log, counters, { connections, isBusConnected: bus.connected, service: options.serviceName });
  const reporting = timings.metrics ? setInterval(() => report(sockets.connections.size), timings.metrics) : undefined;
  const authority = `${address === '::' || address === '0.0.0.0' ? '127.0.0.1' : address}:${actualPort}`;
  let drained: Promise<void> | undefined;

  async function drain(): Promise<void> {
    const end = performance.now() + (timings.drain ?? 25_000);
    sockets.isDraining = true;
    await drainConnections(
      sockets.connections,
      timings.drainSpread ?? 8_000,
      () => isKilled || performance.now() > end,
    );
    const cutOff = sockets.connections.size;
    sockets.kill();
    await Promise.race([hub.stop(), timeLeft(end)]);
    clearInterval(reporting);
    if (timings.metrics) report();
    if (cutOff > 0) log.write({ message: 'cut off', connections: cutOff });
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    url: `http://${authority}`,
    socketUrl: `ws://${authority}${SOCKET_PATH}`,
    get connections() {
      return sockets.connections.size;
    },
    drain() {
      drained ??= drain();
      return drained;
    },
    kill() {
      isKilled = true;
      clearInterval(reporting);
      sockets.kill();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a browser on this machine calls a server that only this machine reaches. */
function ownOrigins(address: string, port: number): readonly string[] {
  if (address !== '127.0.0.1' && address !== '::1') return [];
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
}

function timeLeft(end: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, end - performance.now())).unref();
  });
}
