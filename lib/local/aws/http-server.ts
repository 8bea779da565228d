import * as http from 'node:http';
import * as http2 from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Answers a request of either version of HTTP. */
export type OnRequest = (message: http.IncomingMessage, response: http.ServerResponse) => void;

export interface HttpServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A server on this machine that speaks HTTP/1.1 and, with prior knowledge, HTTP/2: the SDK's Kinesis client does.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-kinesis
 */
export async function startHttpServer(onRequest: OnRequest): Promise<HttpServer> {
  const first = http.createServer(onRequest);
  first.keepAliveTimeout = 0;
  // Node's compatibility API gives requests and answers the same shape.
  const second = http2.createServer((message, response) =>
    onRequest(message as unknown as http.IncomingMessage, response as unknown as http.ServerResponse),
  );
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (chunk) => {
      socket.pause();
      socket.unshift(chunk);
      // The preface of HTTP/2 begins like this, and no method does. Node's HTTP/2 reads what is buffered by itself.
      if (chunk.subarray(0, 4).toString() === 'PRI ') {
        second.emit('connection', socket);
      } else {
        first.emit('connection', socket);
        socket.resume();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
