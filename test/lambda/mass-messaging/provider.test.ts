import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('keeps its connections', async () => {
    const sockets = new Set<unknown>();
    listener = ({ socket }, response) => {
      sockets.add(socket);
      response.writeHead(202).end();
    };
    for (let n = 0; n < 5; n += 1) await provider.send(message, undefined, 1_000);
    // Not 1: an answer may come before its request is told that it is written, and then another connection is opened.
    expect(sockets.size).toBeLessThan(5);
  });

  test.each<[string, Listener, string]>([
    ['a reset', ({ socket }) => socket.resetAndDestroy(), 'ECONNRESET'],
    [
      'half an answer',
      (_request, response) => {
        response.writeHead(202, { 'content-length': 9 });
        response.write('{', () => setTimeout(() => response.destroy(), 5));
      },
      'aborted',
    ],
    ['no answer', () => undefined, 'no answer in 50 ms'],
  ])('takes %s for something that may pass', async (_name, how, reason) => {
    listener = how;
    const answer = await provider.send(message, undefined, 50);
    expect(answer).toEqual({ kind: 'transient', throttled: false, reason: expect.stringContaining(reason) });
  });

  it('takes a server that is not there for something that may pass', async () => {
    const answer = await new Provider('http://127.0.0.1:1', 1).send(message, undefined, 1_000);
    expect(answer).toMatchObject({ kind: 'transient', throttled: false });
  });
});
