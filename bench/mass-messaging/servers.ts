import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the servers tell whoever asks them. */
export interface Served {
  /** Messages that the provider has accepted, each key once. */
  readonly accepted: number;
  /** Requests whose key it knew already. */
  readonly repeated: number;
}

/**
 * A process with what a sender talks to: a provider that accepts at once, and of AWS no more than the sender's calls get an
 * answer to. The local AWS of the proofs would be most of the time.
 */
async function main(): Promise<void> {
  const keys = new Set<string>();
  let repeated = 0;
  const provider = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    if (keys.has(key)) repeated++;
    keys.add(key);
    request.resume();
    request.on('end', () => response.writeHead(202, { 'content-length': '2' }).end('{}'));
  });
  const aws = createServer((request, response) => {
    void read(request).then((body) => {
      const target = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const answer = answerTo(target, JSON.parse(body) as Input);
      const text = JSON.stringify(answer.body);
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(text) };
      response.writeHead(answer.status, headers).end(text);
    });
  });
  const urls = { provider: await listen(provider), aws: await listen(aws) };
  process.on('message', () => process.send?.({ accepted: keys.size, repeated } satisfies Served));
  process.send?.(urls);
}

type Input = Readonly<Record<string, unknown>>;

/** Time in microseconds from which the limiter has free slots. */
let nextFree: number | undefined;

function answerTo(target: string, input: Input): { readonly status: number; readonly body: Input } {
  const values = (input.ExpressionAttributeValues ?? {}) as Readonly<Record<string, { readonly N?: string }>>;
  const number = (name: string): number => Number(values[name]?.N);
  if (target === 'GetItem') return ok({ Item: { text: { S: 'Hello' }, status: { S: 'running' } } });
  if (target === 'BatchGetItem') return ok({ Responses: {}, UnprocessedKeys: {} });
  if (target === 'PutRecordBatch') {
    const records = input.Records as readonly unknown[];
    return ok({ FailedPutCount: 0, RequestResponses: records.map(() => ({ RecordId: 'r' })) });
  }
  if (target !== 'UpdateItem') return ok({});
  const fails = { status: 400, body: { __type: 'ConditionalCheckFailedException', message: 'The condition failed' } };
  if (':length' in values) {
    if (nextFree === undefined || nextFree < number(':now') || nextFree > number(':latest')) return fails;
    nextFree += number(':length');
  } else {
    if (nextFree !== undefined && nextFree >= number(':now')) return fails;
    nextFree = number(':end');
  }
  return ok({ Attributes: { nextFree: { N: `${nextFree}` } } });
}

const ok = (body: Input) => ({ status: 200, body });

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server): Promise<string> {
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

void main();
