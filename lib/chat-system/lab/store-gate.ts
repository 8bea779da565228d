import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from './entrance';

/** A call of DynamoDB on its way. */
export interface StoreCall {
  /** Such as `PutItem`. */
  readonly operation: string;
  readonly input: StoreInput;
}

/** What the gate reads of an input; the rest goes through. */
export interface StoreInput {
  readonly TableName?: string;
  readonly ConditionExpression?: string;
  readonly Item?: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
  readonly [name: string]: unknown;
}

/** What happens to calls. Each may wait for something first. */
export interface StoreFaults {
  /** Before the store has it. @returns the input that the store gets, or `lost` when the call never arrives */
  readonly before?: (call: StoreCall) => StoreInput | 'lost' | Promise<StoreInput | 'lost'>;
  /** After the store has done it. @returns whether the answer is lost on its way back */
  readonly after?: (call: StoreCall) => boolean | Promise<boolean>;
  /** Changes what the store says. @default - it comes as it is */
  readonly answer?: (call: StoreCall, answer: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** The way to the store, on which calls are lost or changed. */
export interface StoreGate {
  readonly url: string;
  faults: StoreFaults;
  /** Calls so far, by operation. */
  readonly counts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Starts a gate in front of a store, through which everything passes as it is. */
export async function startStoreGate(store: Target, address = '127.0.0.1'): Promise<StoreGate> {
  const agent = new Agent({ keepAlive: true });
  const to = 'path' in store ? { socketPath: store.path } : { host: store.address, port: store.port };
  const counts = new Map<string, number>();
  const gate = { faults: {} as StoreFaults, counts };
  const pass = async (incoming: IncomingMessage, response: ServerResponse) => {
    const text = await textOf(incoming);
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const call: StoreCall = { operation, input: text === '' ? {} : (JSON.parse(text) as StoreInput) };
    const { before, after, answer } = gate.faults;
    const input = before ? await before(call) : call.input;
    if (input === 'lost') return void incoming.socket.destroy();
    const body = input === call.input ? text : JSON.stringify(input);
    const headers = { ...incoming.headers, 'content-length': String(Buffer.byteLength(body)) };
    const sent = request({ ...to, agent, method: incoming.method, path: incoming.url, headers }).end(body);
    const [came] = (await once(sent, 'response')) as [IncomingMessage];
    const said = await textOf(came);
    if (after && (await after(call))) return void incoming.socket.destroy();
    const parse = () => JSON.parse(said) as Readonly<Record<string, unknown>>;
    const changed = answer && came.statusCode === 200 ? JSON.stringify(answer(call, parse())) : said;
    // The checksum is that of the store's own answer.
    const { 'x-amz-crc32': crc32, 'content-length': _length, 'transfer-encoding': _encoding, ...others } = came.headers;
    const head = { ...others, ...(changed === said && crc32 !== undefined && { 'x-amz-crc32': crc32 }) };
    response.writeHead(came.statusCode ?? 500, { ...head, 'content-length': String(Buffer.byteLength(changed)) });
    response.end(changed);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => incoming.socket.destroy());
  });
  // The SDK keeps connections for as long as it likes.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return Object.assign(gate, {
    url: `http://${address}:${(server.address() as AddressInfo).port}`,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
