import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { dynaliteAnswers, type Input, inMemoryAnswers } from './answers';
import { createLightProvider } from './light-provider';

/** What the servers tell whoever asks them. */
export interface Served {
  /** Messages that the provider has accepted, each key once. */
  readonly accepted: number;
  /** Requests whose key it knew already. */
  readonly repeated: number;
}

/**
 * A process with what a sender talks to: a provider, and AWS. The local AWS of the proofs would be most of the time.
 * Argument: `dynalite` for a DynamoDB that keeps what it is given.
 */
async function main(): Promise<void> {
  const provider = createLightProvider();
  const answers = process.argv.includes('dynalite') ? await dynaliteAnswers() : inMemoryAnswers();
  const aws = createServer((request, response) => {
    void read(request).then(async (body) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const answer = await answers(operation, () => JSON.parse(body) as Input);
      const text = JSON.stringify(answer.body);
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(text) };
      response.writeHead(answer.status, headers).end(text);
    });
  });
  aws.keepAliveTimeout = 0;
  const urls = { provider: await listen(provider.server), aws: await listen(aws) };
  process.on('message', () =>
    process.send?.({ accepted: provider.accepted(), repeated: provider.repeated() } satisfies Served),
  );
  process.on('disconnect', () => process.exit());
  process.send?.(urls);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

void main();
