import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { until } from '../../../../../lib/local/child';
import { type LoadSpec, type RequestResult, startLoad } from '../../../../../lib/zero-downtime-eks/lab/runtime/load';
import { PORT, withAddresses } from './endpoints';

interface Payment {
  readonly key: string;
  readonly milliseconds: number;
}

type Handle = (payment: Payment, response: ServerResponse, request: IncomingMessage) => void;

const created: Handle = (_, response) => response.writeHead(201).end('{"id":"x","status":"captured","release":"r1"}');

/** Loads a server until so many requests have ended, and gives what both sides saw. */
async function load(spec: Partial<LoadSpec>, requests: number, handle: Handle = created) {
  const seen: Payment[] = [];
  let results: readonly RequestResult[] = [];
  let connections = 0;
  await withAddresses(async (at, later) => {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const body = JSON.parse(text) as { readonly processingMilliseconds: number };
        const payment = { key: String(request.headers['idempotency-key']), milliseconds: body.processingMilliseconds };
        seen.push(payment);
        handle(payment, response, request);
      });
    });
    server.on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(PORT, at(1).address, resolve));
    later(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const running = startLoad({
      to: at(1),
      ratePerSecond: 200,
      clients: 20,
      slowShare: 0,
      slowSeconds: 1,
      timeoutSeconds: 10,
      ...spec,
    });
    await until('enough requests have ended', () => running.results.length >= requests);
    results = await running.stop();
  });
  return { seen, results, connections };
}

test('each request is sent once with a key of its own, and all are told', async () => {
  const { seen, results, connections } = await load({}, 60);
  expect(new Set(seen.map(({ key }) => key)).size).toBe(results.length);
  expect(results.map(({ key }) => key).sort()).toEqual(seen.map(({ key }) => key).sort());
  expect(connections).toBeLessThanOrEqual(20);
  for (const result of results)
    expect(result).toMatchObject({ status: 201, ok: true, slow: false, attempts: 1, release: 'r1' });
});

test('requests are due by the clock, whatever becomes of them', async () => {
  const { results } = await load({ timeoutSeconds: 0.2 }, 40, () => undefined);
  const due = results.map(({ at }) => at).sort((one, other) => one - other);
  due.forEach((at, index) => {
    expect(at).toBeCloseTo(index / 200, 6);
  });
});

test('in bursts they are due together, at the same rate', async () => {
  const { results } = await load({ burst: 10 }, 30);
  const due = results.map(({ at }) => at).sort((one, other) => one - other);
  expect(due.slice(0, 30)).toEqual([0, 0.05, 0.1].flatMap((at) => Array(10).fill(at)));
});

test.each([
  [0, 0],
  [0.25, 25],
  [1, 100],
])('a share of %d is slow, evenly spread', async (slowShare, expected) => {
  const spec = { slowShare, slowSeconds: 1.5, fastSeconds: 0.01, ratePerSecond: 1_000 };
  const { seen, results } = await load(spec, 100);
  const slow = results.filter((one) => one.slow);
  expect(slow.filter(({ at }) => at < 0.1 - 1e-9)).toHaveLength(expected);
  const keys = new Set(slow.map(({ key }) => key));
  for (const { key, milliseconds } of seen) expect(milliseconds).toBe(keys.has(key) ? 1_500 : 10);
});

test.each<[string, Handle, Partial<RequestResult>]>([
  ['a status of 4xx', (_, response) => response.writeHead(409).end(), { status: 409, ok: true }],
  ['a status of 5xx', (_, response) => response.writeHead(502).end(), { status: 502, ok: false }],
  ['a close', (_, response) => response.destroy(), { error: 'reset', ok: false }],
  ['a reset', (_, __, { socket }) => socket.resetAndDestroy(), { error: 'reset', ok: false }],
  ['silence', () => undefined, { error: 'timeout', ok: false }],
  [
    'an answer that breaks off',
    (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('x', () => response.destroy()),
    { error: 'reset', ok: false },
  ],
  ['nonsense', (_, __, { socket }) => void socket.end('nonsense'), { error: 'other', ok: false }],
])('%s is told apart', async (name, handle, expected) => {
  const { results } = await load({ timeoutSeconds: name === 'silence' ? 0.2 : 30 }, 5, handle);
  for (const result of results) expect(result).toMatchObject({ ...expected, attempts: 1 });
});

test('a port where nobody listens refuses', () =>
  withAddresses(async (at) => {
    const spec = { ratePerSecond: 200, clients: 5, slowShare: 0, slowSeconds: 0, timeoutSeconds: 1 };
    const running = startLoad({ to: at(1), ...spec });
    await until('some have ended', () => running.results.length >= 5);
    for (const result of await running.stop()) expect(result).toMatchObject({ error: 'refused', ok: false });
  }));

test('with retries a request is sent again with its key until it is answered', async () => {
  const tries = new Map<string, number>();
  const { seen, results } = await load({ retry: true, ratePerSecond: 50 }, 5, (payment, response, request) => {
    const attempt = (tries.get(payment.key) ?? 0) + 1;
    tries.set(payment.key, attempt);
    if (attempt === 1) response.writeHead(503).end();
    else if (attempt === 2) request.socket.destroy();
    else created(payment, response, request);
  });
  expect(seen).toHaveLength(3 * results.length);
  for (const result of results) expect(result).toMatchObject({ status: 201, ok: true, attempts: 3 });
});

test('retries end, and the last answer counts', async () => {
  const { results } = await load({ retry: true, ratePerSecond: 50 }, 3, (_, response) => response.writeHead(500).end());
  for (const result of results) expect(result).toMatchObject({ status: 500, ok: false, attempts: 5 });
});

test('more requests than connections wait, and their waiting counts', async () => {
  const { results, connections } = await load({ clients: 2, burst: 20 }, 20, (payment, response, request) =>
    setTimeout(() => created(payment, response, request), 20),
  );
  expect(connections).toBe(2);
  expect(Math.max(...results.map(({ seconds }) => seconds))).toBeGreaterThan(0.15);
});
