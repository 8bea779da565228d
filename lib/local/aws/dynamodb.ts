import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsRequest, AwsResponse } from './request';

/** A write that was taken. */
export interface LocalWrite {
  /** Such as `PutItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const writes = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/** DynamoDB in this process. It starts with the first request. */
export class LocalDynamoDb {
  private server: Promise<Server> | undefined;
  private readonly listeners: ((write: LocalWrite) => void)[] = [];
  private readonly underWay = new Set<Promise<unknown>>();

  /** @param folder where it is kept; in memory without */
  constructor(private readonly folder?: string) {}

  /** Calls `listener` after each write that was taken, before whoever made it hears of it. */
  onWrite(listener: (write: LocalWrite) => void): void {
    this.listeners.push(listener);
  }

  /** Passes a request on as it is. */
  async handle(request: Pick<AwsRequest, 'method' | 'headers' | 'body'>): Promise<AwsResponse> {
    const answer = await this.follow(this.pass(request));
    const [, operation] = writes.exec(String(request.headers['x-amz-target'])) ?? [];
    if (operation !== undefined && answer.status === 200 && this.listeners.length > 0) {
      const input = JSON.parse(request.body.toString()) as LocalWrite['input'];
      for (const listener of this.listeners) listener({ operation, input });
    }
    return answer;
  }

  /** Keeps a request in mind until it is answered. */
  private async follow<Answer>(request: Promise<Answer>): Promise<Answer> {
    this.underWay.add(request);
    try {
      return await request;
    } finally {
      this.underWay.delete(request);
    }
  }

  private async pass({ method, headers, body }: Pick<AwsRequest, 'method' | 'headers' | 'body'>): Promise<AwsResponse> {
    this.server ??= start(this.folder);
    const { port } = (await this.server).address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const { 'content-type': type = '', 'x-amz-crc32': crc32 } = answer.headers;
          const checksum: Record<string, string> = typeof crc32 === 'string' ? { 'x-amz-crc32': crc32 } : {};
          resolve({
            status: answer.statusCode ?? 500,
            headers: { 'content-type': type, ...checksum },
            body: Buffer.concat(chunks),
          });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /**
   * Calls an operation, as a test or a pipeline does to create its tables.
   *
   * @throws Error with the answer when it is not 200
   */
  async call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(input));
    const headers = {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'content-length': String(body.length),
    };
    const answer = await this.handle({ method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`${operation}: ${String(answer.body)}`);
    return JSON.parse(String(answer.body)) as unknown;
  }

  /** Ends it once what is under way is answered: the database fails in the open where it is closed before. */
  async stop(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
    const server = await this.server;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

async function start(path: string | undefined): Promise<Server> {
  const { default: dynalite } = await import('dynalite');
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
