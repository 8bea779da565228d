import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';

/** A server of the kind that many examples show. */
export interface PlainServer {
  /** `ws://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends it, as a deployment of it would: it knows of no drain. */
  stop(): Promise<void>;
}

/**
 * The baseline: a channel of publish and subscribe for each room, and a `send` to each connection of it. It stores nothing,
 * numbers nothing, and tells the sender that a message is sent once the broker has taken it.
 */
export async function startPlainServer(brokerUrl: string): Promise<PlainServer> {
  // ioredis's own subscriptions after a reconnect reject where nobody can catch it, when the connection ends then.
  const options = { retryStrategy: () => 50, maxRetriesPerRequest: null, autoResubscribe: false };
  const [publisher, subscriber] = [new Redis(brokerUrl, options), new Redis(brokerUrl, options)];
  for (const connection of [publisher, subscriber]) connection.on('error', () => undefined);
  const rooms = new Map<string, Set<WebSocket>>();
  subscriber.on('message', (room: string, text: string) => {
    for (const socket of rooms.get(room) ?? []) socket.send(text);
  });
  subscriber.on('ready', () => {
    for (const room of rooms.keys()) subscriber.subscribe(room).catch(() => undefined);
  });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket, { url = '/' }) => {
    const room = url.slice(1);
    rooms.set(room, (rooms.get(room) ?? new Set()).add(socket));
    subscriber.subscribe(room).catch(() => undefined);
    socket.on('close', () => rooms.get(room)?.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const id = String(data);
      publisher.publish(room, id).then(
        () => socket.send(`sent ${id}`),
        () => undefined,
      );
    });
  });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
