import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { until } from '../../../lib/local/child';
import type { Database } from '../../../lib/zero-downtime-eks/lab/runtime/database';
import {
  type AskedPayment,
  getPayment,
  postPayment,
  somePayment,
} from '../../../lib/zero-downtime-eks/proofs/payment-client';
import {
  type Changes,
  isStarted,
  localSettings,
  migrate,
  type PaymentProcess,
  startPaymentServer,
} from '../../../lib/zero-downtime-eks/proofs/payment-process';
import { currencyExponents } from '../../../services/zero-downtime-eks/currency';
import { withPostgresql } from './postgresql';
import { httpRequest, rawConnection } from './raw-connection';

withPostgresql((bench) => {
  const running: PaymentProcess[] = [];

  async function start(database: Database, changes: Changes = {}): Promise<PaymentProcess> {
    const server = await startPaymentServer(bench().folder, localSettings(database, 'after', changes));
    running.push(server);
    return server;
  }

  afterAll(() => {
    for (const { child } of running) child.signal('SIGKILL');
  });

  let database: Database;
  let server: PaymentProcess;
  beforeAll(async () => {
    database = await bench().database();
    await migrate(bench().folder, localSettings(database, 'after'));
    server = await start(database);
    expect(await isStarted(server)).toBe(true);
  });

  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${server.url}/payments`, { method: 'POST', headers, body });

  describe('a payment', () => {
    test('is captured, and can be read', async () => {
      const asked = somePayment(1);
      const { status, body } = await postPayment(server, asked);
      const expected = {
        status: 'captured',
        amountMinor: asked.amountMinor,
        currency: asked.currency,
        release: 'after',
      };
      expect([status, body]).toEqual([201, { id: expect.any(String), ...expected }]);
      expect(await getPayment(server, body.id)).toEqual({ status: 200, body });
    });

    test('is the same when its request comes again', async () => {
      const asked = somePayment(2);
      const first = await postPayment(server, asked);
      expect(await postPayment(server, asked)).toEqual({ status: 200, body: first.body });
    });

    test.each([{ amountMinor: 8 }, { currency: 'USD' }])('is not another with the same key: %j', async (change) => {
      const asked = { key: randomUUID(), amountMinor: 7, currency: 'EUR' };
      const first = await postPayment(server, asked);
      expect(await postPayment(server, { ...asked, ...change })).toMatchObject({ status: 409 });
      expect(await getPayment(server, first.body.id)).toEqual({ status: 200, body: first.body });
    });

    test('is one, however often and in whatever order its request comes', async () => {
      const asked = fc.record({
        key: fc.uuid(),
        amountMinor: fc.integer({ min: 1, max: 1_000_000_000_000 }),
        currency: fc.constantFrom(...Object.keys(currencyExponents)),
      });
      // Each number stands for a request of one of the payments, and all are under way at once.
      const requests = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fc.array(asked, { minLength: 5, maxLength: 5 }), requests, async (payments, order) => {
          const chosen = order.map((index) => payments[index] as AskedPayment);
          const answers = await Promise.all(chosen.map((one) => postPayment(server, one)));
          for (const payment of new Set(chosen)) {
            const its = answers.filter((_, index) => chosen[index] === payment);
            expect(its.filter(({ status }) => status === 201)).toHaveLength(1);
            expect(new Set(its.map(({ body }) => JSON.stringify(body))).size).toBe(1);
            expect(its[0]?.body).toMatchObject({ amountMinor: payment.amountMinor, currency: payment.currency });
          }
        }),
        { numRuns: 25 },
      );
    });

    test('that a killed server has left half done is carried on by another', async () => {
      const asked = somePayment(3);
      const victim = await start(database, { release: 'victim' });
      await isStarted(victim);
      const cutOff = postPayment(victim, asked, 30_000).catch(String);
      await untilStored(asked.key, 'authorised');
      victim.child.signal('SIGKILL');
      expect(await cutOff).toMatch('TypeError');
      expect(await postPayment(server, asked)).toMatchObject({
        status: 200,
        body: { status: 'captured', release: 'victim' },
      });
      await untilStored(asked.key, 'captured');
    });

    test('goes on when its client has left', async () => {
      const asked = somePayment(4);
      const { socket, send } = await rawConnection(server.url);
      const { key, ...body } = asked;
      const text = JSON.stringify({ ...body, processingMilliseconds: 200 });
      send(httpRequest('POST', '/payments', { 'idempotency-key': key }, text));
      await untilStored(key, 'authorised');
      socket.destroy();
      await untilStored(key, 'captured');
    });
  });

  async function untilStored(key: string, status: string): Promise<void> {
    for (;;) {
      const [row] = await database.query('select status from payments where idempotency_key = $1', [key]);
      if (row?.status === status) return;
    }
  }

  describe('a request that is refused', () => {
    const body = JSON.stringify({ amountMinor: 1, currency: 'EUR' });

    test.each([
      ['without a key', {}, body],
      ['with malformed JSON', { 'idempotency-key': 'a' }, '{"amountMinor":'],
      ['of no amount', { 'idempotency-key': 'a' }, '{"currency":"EUR"}'],
      ['without a body', { 'idempotency-key': 'a' }, ''],
    ])('%s: 400', async (_, headers, text) => {
      const response = await post(headers as Record<string, string>, text);
      expect([response.status, Object.keys((await response.json()) as object)]).toEqual([400, ['error']]);
    });

    test.each(['declared', 'chunked'])('a body that is too long, %s: 413, and the connection ends', async (how) => {
      const { send, until, closed, received } = await rawConnection(server.url);
      const text = 'x'.repeat(20_000);
      if (how === 'declared') send(httpRequest('POST', '/payments', { 'idempotency-key': 'a' }, text));
      else {
        send('POST /payments HTTP/1.1\r\nhost: a\r\nidempotency-key: a\r\ntransfer-encoding: chunked\r\n\r\n');
        send(`${text.length.toString(16)}\r\n${text}\r\n`);
      }
      await until('HTTP/1.1 413');
      if (how === 'chunked') {
        await closed;
        expect(received().toLowerCase()).toContain('connection: close');
      }
    });

    test.each([
      ['GET', '/', 404],
      ['GET', '/payment', 404],
      ['GET', '/payments/1', 404],
      ['GET', `/payments/${randomUUID()}`, 404],
      ['POST', `/payments/${randomUUID()}`, 405],
      ['GET', '/payments', 405],
      ['DELETE', '/payments', 405],
      ['POST', '/health/ready', 405],
      ['GET', '/health', 404],
      ['GET', '/health/toString', 404],
    ])('%s %s: %i', async (method, path, status) => {
      const response = await fetch(server.url + path, { method });
      expect(response.status).toBe(status);
      expect(response.headers.has('allow')).toBe(status === 405);
    });

    test('what is no HTTP: 400, and the server goes on', async () => {
      const { send, closed, received } = await rawConnection(server.url);
      send('nonsense\r\n\r\n');
      await closed;
      expect(received()).toMatch(/^HTTP\/1.1 400 /);
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    });
  });

  test('each request is one line of JSON, without amounts', async () => {
    const { key, ...payment } = somePayment(123_456);
    const body = JSON.stringify(payment);
    await fetch(`${server.url}/payments?from=log`, { method: 'POST', headers: { 'idempotency-key': key }, body });
    const lineOf = (path: string) => server.child.log.find((line) => line.includes(JSON.stringify(path)));
    await until('the line is written', () => lineOf('/payments?from=log') !== undefined);
    expect(JSON.parse(lineOf('/payments?from=log') ?? '')).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      message: 'request',
      method: 'POST',
      path: '/payments?from=log',
      status: 201,
      milliseconds: expect.any(Number),
      release: 'after',
    });
    expect(server.child.log.join()).not.toContain(String(payment.amountMinor));
  });

  describe('the start', () => {
    test('waits for the schema that the phase works on', async () => {
      const other = await bench().database();
      const early = await start(other, { ledgerPhase: 'dual-write' });
      const statusOf = async (path: string) => (await fetch(early.url + path)).status;
      expect(await statusOf('/health/live')).toBe(200);
      expect(await statusOf('/health/startup')).toBe(503);
      expect(await statusOf('/health/ready')).toBe(503);
      expect(await postPayment(early, somePayment(1))).toMatchObject({ status: 503 });
      await migrate(bench().folder, localSettings(other, 'before'));
      await migrate(bench().folder, localSettings(other, 'dual-write'));
      expect(await isStarted(early)).toBe(true);
      expect(await statusOf('/health/ready')).toBe(200);
      expect(early.child.log.join()).toContain('no migration was applied');
      await early.stop();
    });

    test('says what is wrong with the environment in one line, and ends', async () => {
      const settings = { ...localSettings(database, 'after'), keepAliveSeconds: -1 };
      await expect(startPaymentServer(bench().folder, settings)).rejects.toThrow(
        /ended: InvalidEnvironmentError: KEEP_ALIVE_SECONDS: [^;]+$/,
      );
    });

    test('ends where its port is taken', async () => {
      const port = Number(new URL(server.url).port);
      await expect(start(database, { port })).rejects.toThrow('EADDRINUSE');
    });
  });

  test('a database that is away for a moment delays payments, and turns no probe', async () => {
    const { readiness, results } = await whileAway();
    expect(new Set(readiness)).toEqual(new Set([200]));
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 201));
  });

  async function whileAway() {
    const payments = Array.from({ length: 10 }, (_, index) => postPayment(server, somePayment(index), index * 30));
    await bench().server.stop('immediate');
    const readiness = [(await fetch(`${server.url}/health/ready`)).status];
    payments.push(postPayment(server, somePayment(11)));
    readiness.push((await fetch(`${server.url}/health/live`)).status);
    await bench().server.start();
    const results = await Promise.all(payments);
    readiness.push((await fetch(`${server.url}/health/ready`)).status);
    return { readiness, results };
  }
});
