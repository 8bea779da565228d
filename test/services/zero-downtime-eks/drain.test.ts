import { once } from 'node:events';
import { createServer } from 'node:http';
import { until } from '../../../lib/local/child';
import type { Database } from '../../../lib/zero-downtime-eks/lab/runtime/database';
import { postPayment, somePayment } from '../../../lib/zero-downtime-eks/proofs/payment-client';
import {
  type Changes,
  isStarted,
  localSettings,
  migrate,
  type PaymentProcess,
  startPaymentServer,
} from '../../../lib/zero-downtime-eks/proofs/payment-process';
import { withPostgresql } from './postgresql';
import { httpRequest, rawConnection } from './raw-connection';

withPostgresql((bench) => {
  let database: Database;
  const running: PaymentProcess[] = [];
  beforeAll(async () => {
    database = await bench().database();
    await migrate(bench().folder, localSettings(database, 'after'));
  });
  afterAll(() => {
    for (const { child } of running) child.signal('SIGKILL');
  });

  async function start(changes: Changes = {}): Promise<PaymentProcess> {
    const server = await startPaymentServer(bench().folder, localSettings(database, 'after', changes));
    running.push(server);
    expect(await isStarted(server)).toBe(true);
    return server;
  }

  const isDraining = ({ child }: PaymentProcess) =>
    until('the server drains', () => child.log.some((line) => line.includes('"draining"')));

  /** A payment that is being worked on. */
  async function slowPayment(server: PaymentProcess, index: number, milliseconds: number) {
    const asked = somePayment(index);
    const answer = postPayment(server, asked, milliseconds);
    answer.catch(() => undefined);
    await until('the payment is authorised', async () => {
      const rows = await database.query('select from payments where idempotency_key = $1', [asked.key]);
      return rows.length > 0;
    });
    return { asked, answer };
  }

  test('SIGTERM during a slow payment: it is answered, the connection is closed, and the process ends well', async () => {
    const server = await start();
    const { key, ...body } = somePayment(1);
    const { send, until: received, closed, received: text } = await rawConnection(server.url);
    const slow = JSON.stringify({ ...body, processingMilliseconds: 800 });
    send(httpRequest('POST', '/payments', { 'idempotency-key': key }, slow));
    await until('the payment is authorised', async () => {
      return (await database.query('select from payments where idempotency_key = $1', [key])).length > 0;
    });
    server.child.signal('SIGTERM');
    await received('"captured"');
    await closed;
    expect(text()).toMatch(/^HTTP\/1.1 201 /);
    expect(text().toLowerCase()).toContain('connection: close');
    expect(await server.child.exited).toEqual({ code: 0, signal: null });
    expect(server.child.log.at(-1)).toContain('"drained"');
  });

  test('no new connection is accepted, while a payment is still worked on', async () => {
    const server = await start();
    const { answer } = await slowPayment(server, 2, 500);
    server.child.signal('SIGTERM');
    await isDraining(server);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow('fetch failed');
    expect(await answer).toMatchObject({ status: 201 });
  });

  test('keep-alive connections without a request are closed at once, and so are those that never had one', async () => {
    const server = await start();
    const used = await rawConnection(server.url);
    used.send(httpRequest('GET', '/health/live'));
    await used.until('"ok"');
    const unused = await rawConnection(server.url);
    const { answer } = await slowPayment(server, 3, 1000);
    server.child.signal('SIGTERM');
    await Promise.all([used.closed, unused.closed]);
    expect(server.child.isRunning()).toBe(true);
    expect(await answer).toMatchObject({ status: 201 });
    expect(await server.child.exited).toEqual({ code: 0, signal: null });
  });

  test('a request that is half sent at SIGTERM is answered; readiness says that no more should come', async () => {
    const server = await start();
    const { send, until: received, closed, received: text } = await rawConnection(server.url);
    const request = httpRequest('GET', '/health/ready');
    send(request.slice(0, 20));
    // The other end has read it when an answer to a later request is there.
    await fetch(`${server.url}/health/live`);
    server.child.signal('SIGTERM');
    await isDraining(server);
    send(request.slice(20));
    await received('not now');
    await closed;
    expect(text()).toMatch(/^HTTP\/1.1 503 /);
    expect(text().toLowerCase()).toContain('connection: close');
    expect(await server.child.exited).toEqual({ code: 0, signal: null });
  });

  test('work goes on whose client has left, and the process waits for it', async () => {
    const server = await start();
    const { key, ...body } = somePayment(4);
    const { socket, send } = await rawConnection(server.url);
    const slow = JSON.stringify({ ...body, processingMilliseconds: 500 });
    send(httpRequest('POST', '/payments', { 'idempotency-key': key }, slow));
    const stored = () => database.query('select status from payments where idempotency_key = $1', [key]);
    await until('the payment is authorised', async () => (await stored()).length > 0);
    socket.destroy();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(await stored()).toEqual([{ status: 'captured' }]);
  });

  test('a second SIGTERM changes nothing', async () => {
    const server = await start();
    const { answer } = await slowPayment(server, 5, 500);
    server.child.signal('SIGTERM');
    await isDraining(server);
    server.child.signal('SIGTERM');
    expect(await answer).toMatchObject({ status: 201 });
    expect(await server.child.closed).toEqual({ code: 0, signal: null });
    const messages = server.child.log.map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages.filter((message) => message.startsWith('drain'))).toEqual(['draining', 'drained']);
  });

  test('what is not done after DRAIN_SECONDS is cut off and named', async () => {
    const server = await start({ drainSeconds: 0.3 });
    const { asked, answer } = await slowPayment(server, 6, 30_000);
    server.child.signal('SIGTERM');
    expect(await server.child.closed).toEqual({ code: 1, signal: null });
    await expect(answer).rejects.toThrow('fetch failed');
    expect(server.child.log).toContain(`CutOffError: POST /payments ${asked.key}`);
    // What an alarm can count.
    expect(server.child.log.join('\n')).toContain(`"message":"cut off","work":"POST /payments ${asked.key}"`);
  });

  test('a client that does not send the rest of its request is not waited for for ever', async () => {
    const server = await start({ drainSeconds: 0.3 });
    const { send } = await rawConnection(server.url);
    send('GET /health');
    await fetch(`${server.url}/health/live`);
    server.child.signal('SIGTERM');
    expect(await server.child.closed).toEqual({ code: 1, signal: null });
    expect(server.child.log).toContain('CutOffError: 1 connections whose client reads or sends too slowly');
  });

  test('SIGTERM before the database is there', async () => {
    const nobody = await freePort();
    const settings = localSettings({ ...database, port: nobody }, 'after');
    const server = await startPaymentServer(bench().folder, settings);
    running.push(server);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    return typeof address === 'object' && address ? address.port : 0;
  }

  test('an idle connection is kept for KEEP_ALIVE_SECONDS, and then closed', async () => {
    const server = await start({ keepAliveSeconds: 1 });
    const { send, until: received, closed, received: text } = await rawConnection(server.url);
    send(httpRequest('GET', '/health/live'));
    await received('"ok"');
    await closed;
    expect(text().toLowerCase()).toContain('keep-alive: timeout=1');
    await server.stop();
  });
});
