import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerOf, idempotencyKey, Provider, parseRetryAfter } from '../../../lambda/mass-messaging/provider';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
  [200, 'accepted'],
  [202, 'accepted'],
  [301, 'transient'],
  [400, 'refused'],
  [401, 'transient'],
  [403, 'transient'],
  [404, 'transient'],
  [408, 'transient'],
  [409, 'transient'],
  [410, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [429, 'transient'],
  [500, 'transient'],
  [503, 'transient'],
  [0, 'transient'],
])('status %i: %s', (status, kind) => {
  expect(answerOf(status, undefined, now).kind).toBe(kind);
});

test('only 429 is a throttle', () => {
  expect(answerOf(429, '2', now)).toEqual({
    ...{ kind: 'transient', throttled: true },
    ...{ reason: 'status 429', retryAfter: 2_000 },
  });
  expect(answerOf(503, undefined, now)).toEqual({ kind: 'transient', throttled: false, reason: 'status 503' });
});

test.each([
  ['seconds', '7', 7_000],
  ['seconds with spaces', ' 7 ', 7_000],
  ['a date', 'Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ['a date in the past', 'Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['something else', 'soon', undefined],
  ['nothing', undefined, undefined],
])('Retry-After: %s', (_name, header, wait) => {
  expect(parseRetryAfter(header, now)).toBe(wait);
});

test('the key belongs to one recipient of one campaign', () => {
  const keys = [idempotencyKey('a', 'bc'), idempotencyKey('ab', 'c'), idempotencyKey('a', 'b')];
  expect(new Set(keys).size).toBe(3);
  expect(idempotencyKey('a', 'bc')).toBe(keys[0]);
});

describe('Provider', () => {
  type Listener = (request: IncomingMessage, response: ServerResponse, body: string) => void;
  let listener: Listener;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => listener(request, response, Buffer.concat(chunks).toString()));
  });
  let provider: Provider;
  const message = { to: '+82', text: 'hello 안녕', idempotencyKey: 'key' };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    provider = new Provider(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, 2);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('posts the message with its key', async () => {
    let seen: unknown;
    listener = ({ method, url, headers }, response, body) => {
      seen = [method, url, headers['idempotency-key'], headers.authorization, JSON.parse(body)];
      response.writeHead(202).end('{"id":"1"}');
    };
    expect(await provider.send(message, undefined, 1_000)).toEqual({ kind: 'accepted' });
    expect(seen).toEqual(['POST', '/v1/messages', 'key', undefined, { to: '+82', text: 'hello 안녕' }]);
    await provider.send(message, 'secret', 1_000);
    expect(seen).toEqual(['POST', '/v1/messages', 'key', 'Bearer secret', expect.anything()]);
  });

  it('uses its connections again, and each for one request at a time', async () => {
    const sockets: Socket[] = [];
    listener = ({ socket }, response) => {
      sockets.push(socket);
      response.writeHead(202).end('{"id":"1"}');
    };
    for (let n = 0; n < 5; n += 1) await provider.send(message, undefined, 1_000);
    expect(sockets).toHaveLength(5);
    expect(new Set(sockets).size).toBeLessThanOrEqual(2);

    const waiting: ServerResponse[] = [];
    let most = 0;
    listener = (_request, response) => {
      most = Math.max(most, waiting.push(response));
      setImmediate(() => waiting.shift()?.writeHead(202).end());
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => provider.send(message, undefined, 10_000)));
    expect(answers).toEqual(answers.map(() => ({ kind: 'accepted' })));
    expect(most).toBeLessThanOrEqual(2);
  });

  test.each<[string, Listener, string, number?]>([
    ['a reset', ({ socket }) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['an end before the answer', ({ socket }) => socket.destroy(), 'other side closed'],
    [
      'half an answer',
      (_request, response) => {
        response.writeHead(202, { 'content-length': 9 });
        response.write('{', () => setTimeout(() => response.destroy(), 5));
      },
      'other side closed',
    ],
    ['what is no HTTP', ({ socket }) => socket.end('SMTP'), 'HTTP/1.1 protocol'],
    ['no answer', () => undefined, 'no answer in 50 ms', 50],
    ['a body that never ends', (_request, response) => response.writeHead(202).write('{'), 'no answer in 50 ms', 50],
    [
      'a body that comes too slowly',
      (_request, response) => {
        const timer = setInterval(() => response.write('{'), 10);
        response.on('close', () => clearInterval(timer));
      },
      'no answer in 50 ms',
      50,
    ],
  ])('takes %s for something that may pass, asks once, and goes on', async (name, how, reason, timeout = 10_000) => {
    const keys: unknown[] = [];
    listener = (request, response, body) => {
      const key = request.headers['idempotency-key'];
      keys.push(key);
      if (key === name) how(request, response, body);
      else response.writeHead(202).end();
    };
    const answer = await provider.send({ ...message, idempotencyKey: name }, undefined, timeout);
    expect(answer).toEqual({ kind: 'transient', throttled: false, reason: expect.stringContaining(reason) });
    expect(await provider.send(message, undefined, 10_000)).toEqual({ kind: 'accepted' });
    expect(keys.filter((key) => key === name).length).toBeLessThanOrEqual(1);
  });

  it('asks on a new connection where the provider has closed the old one meanwhile', async () => {
    listener = ({ socket }, response) => {
      response.writeHead(202).end();
      response.on('finish', () => socket.end());
    };
    for (let n = 0; n < 5; n += 1) {
      expect(await provider.send(message, undefined, 10_000)).toEqual({ kind: 'accepted' });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it('never sends what had no connection in its time', async () => {
    const seen: string[] = [];
    const waiting: ServerResponse[] = [];
    listener = ({ headers }, response) => {
      seen.push(String(headers['idempotency-key']));
      waiting.push(response);
    };
    const send = (idempotencyKey: string, timeout: number) =>
      provider.send({ ...message, idempotencyKey }, undefined, timeout);
    const first = [send('a', 10_000), send('b', 10_000)];
    expect(await send('late', 50)).toMatchObject({ kind: 'transient', reason: 'no answer in 50 ms' });
    listener = ({ headers }, response) => {
      seen.push(String(headers['idempotency-key']));
      response.writeHead(202).end();
    };
    for (const response of waiting) response.writeHead(202).end();
    await Promise.all(first);
    expect(await send('c', 10_000)).toEqual({ kind: 'accepted' });
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
  });

  it('takes a server that is not there for something that may pass', async () => {
    const answer = await new Provider('http://127.0.0.1:1', 1).send(message, undefined, 1_000);
    expect(answer).toEqual({ kind: 'transient', throttled: false, reason: expect.stringContaining('ECONNREFUSED') });
  });
});
