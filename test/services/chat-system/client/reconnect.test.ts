import * as fc from 'fast-check';
import { backoff, FIRST_WAIT_MS, LONGEST_WAIT_MS } from '../../../../services/chat-system/client/backoff';
import { closeCodes } from '../../../../services/chat-system/protocol/handshake';
import { FakeServer, fakeClock, ROOM } from './fake-server';

function started(options: Parameters<FakeServer['client']>[0] = {}) {
  const { clock, timers } = fakeClock();
  const server = new FakeServer(timers);
  const client = server.client(options);
  client.start();
  return { clock, timers, server, client };
}

test('the wait grows, is drawn from zero, and has an end', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const wait = backoff(attempt, () => random);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(LONGEST_WAIT_MS);
      expect(backoff(attempt + 1, () => random)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect(backoff(0, () => 1)).toBe(FIRST_WAIT_MS);
});

test('a thousand clients of a killed server come back within seconds, and never all at once', async () => {
  const { clock, timers } = fakeClock();
  const server = new FakeServer(timers);
  let seed = 1;
  // Any generator that spreads evenly; this one is the same each time.
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const clients = Array.from({ length: 1000 }, () => server.client({ random }));
  for (const client of clients) client.start();
  await clock.tickAsync(10_000);
  const perTenth = new Map<number, number>();
  const killedAt = clock.now;
  for (const client of clients) {
    client.onChange(() => {
      if (client.connection.is !== 'connecting') return;
      const tenth = Math.floor((clock.now - killedAt) / 100);
      perTenth.set(tenth, (perTenth.get(tenth) ?? 0) + 1);
    });
  }
  server.cut();
  await clock.tickAsync(FIRST_WAIT_MS + 100);
  expect(clients.filter(({ connection }) => connection.is === 'connected')).toHaveLength(1000);
  // A thirtieth each if it were exact.
  expect(Math.max(...perTenth.values())).toBeLessThan(80);
  expect(perTenth.size).toBeGreaterThanOrEqual(29);
  for (const client of clients) client.stop();
});

test('a server that stays away is asked less and less often', async () => {
  const { clock, server, client } = started();
  await clock.tickAsync(20_000);
  server.isUp = false;
  server.cut();
  const before = client.counts.attempts;
  await clock.tickAsync(60_000);
  // 1.5 s, 3 s, 6 s, and then each 10 s, with a random number of a half.
  expect(client.counts.attempts - before).toBe(7);
  client.stop();
});

test('a server that drops everybody right after the welcome is not hammered', async () => {
  const { clock, server, client } = started();
  client.onChange(() => {
    if (client.connection.is === 'connected') server.cut();
  });
  await clock.tickAsync(60_000);
  expect(client.counts.attempts).toBeLessThan(10);
  client.stop();
});

test('a drain is followed at its time, to the millisecond, also where the server ends first', async () => {
  const { clock, server, client } = started();
  await clock.tickAsync(100);
  server.say({ type: 'drain', afterMs: 4000 });
  await clock.tickAsync(1000);
  server.cut(closeCodes.restart);
  expect(client.connection).toEqual({ is: 'waiting', at: clock.now + 3003 });
  await clock.tickAsync(3100);
  expect(client.connection.is).toBe('connected');
  client.stop();
});

test.each([
  ['the token has expired', closeCodes.tokenExpired, true],
  ['the network is gone', 1006, false],
])('%s: another token is asked for: %s', async (_why, code, renews) => {
  const renewals: boolean[] = [];
  const { clock, server, client } = started({
    token: (renew) => {
      renewals.push(renew);
      return `token ${renewals.length}`;
    },
  });
  await clock.tickAsync(10_000);
  server.cut(code);
  await clock.tickAsync(5_000);
  expect(renewals).toEqual([false, renews]);
  expect(server.tokens).toEqual(['authorization.token 1', 'authorization.token 2']);
  client.stop();
});

test('after a handshake that failed another token is asked for', async () => {
  const renewals: boolean[] = [];
  const { clock, server, client } = started({ token: (renew) => String(renewals.push(renew)) });
  server.isUp = false;
  await clock.tickAsync(2_000);
  expect(renewals).toEqual([false, true]);
  client.stop();
});

test('where no token is to be had it is tried again', async () => {
  const { clock, server, client } = started({ token: () => Promise.reject(new Error('signed out')) });
  await clock.tickAsync(10_000);
  expect(server.sockets).toEqual([]);
  expect(client.counts.attempts).toBeGreaterThan(1);
  client.stop();
});

test('silence is noticed, and a later ping does not buy time', async () => {
  const { clock, timers } = fakeClock();
  const server = new FakeServer(timers);
  server.heartbeatSeconds = 1;
  const client = server.client();
  client.start();
  await clock.tickAsync(5_000);
  for (const socket of server.sockets) socket.isSilent = true;
  await clock.tickAsync(11_000);
  expect(client.connection.is).not.toBe('connected');
  await clock.tickAsync(2_000);
  expect(client.connection.is).toBe('connected');
  client.stop();
});

test('woken, it looks at once', async () => {
  const { clock, server, client } = started();
  await clock.tickAsync(20_000);
  for (const socket of server.sockets) socket.isSilent = true;
  client.wake();
  await clock.tickAsync(5_000);
  expect(client.connection.is).toBe('waiting');
  client.wake();
  await clock.tickAsync(10);
  expect(client.connection.is).toBe('connected');
  client.stop();
});

test('stopped, it stays so, and started again it goes on where it was', async () => {
  const { clock, server, client } = started();
  client.open(ROOM);
  server.store('one');
  await clock.tickAsync(1000);
  client.stop();
  server.cut();
  server.store('two');
  await clock.tickAsync(60_000);
  expect(client.connection.is).toBe('stopped');
  client.start();
  await clock.tickAsync(1000);
  expect(client.history(ROOM)).toEqual(server.log);
  expect(server.requests.filter(({ type }) => type === 'open')).toEqual([
    { type: 'open', room: ROOM },
    { type: 'open', room: ROOM, after: 1 },
  ]);
  client.stop();
});
