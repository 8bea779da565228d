import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

/** A server on this machine that hands every request, with its body, to `answer`. */
export class Loopback {
  private constructor(private readonly server: Server) {}

  static async start(
    answer: (asked: IncomingMessage, body: string, response: ServerResponse) => void,
  ): Promise<Loopback> {
    return await Loopback.of(
      createServer((asked, response) => {
        const chunks: Buffer[] = [];
        asked.on('data', (chunk: Buffer) => chunks.push(chunk));
        asked.on('end', () => answer(asked, Buffer.concat(chunks).toString(), response));
      }),
    );
  }

  static async of(server: Server): Promise<Loopback> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Loopback(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export const startDynamoDb = (): Promise<Loopback> => Loopback.of(dynalite({ createTableMs: 0 }));

/** What to do with a DynamoDB call: pass it on, hang before it, or pass it on and never tell the answer. */
export type Fate = 'pass' | 'hang-before' | 'hang-after';

/** DynamoDB as one execution environment sees it. */
export async function startProxy(dynamoDb: Loopback, fateOf: (operation: string) => Fate): Promise<Loopback> {
  return await Loopback.start((asked, body, response) => {
    const operation = String(asked.headers['x-amz-target']).split('.')[1] ?? '';
    const fate = fateOf(operation);
    if (fate === 'hang-before') return;
    const { 'content-length': _, host, connection, ...headers } = asked.headers;
    const sent = request(dynamoDb.url, { method: 'POST', headers }, (answer) => {
      if (fate === 'hang-after') return void answer.resume();
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    sent.end(body);
  });
}
