import { createServer, type Server } from 'node:net';
import { until } from '../../../../../lib/local/child';
import type { Endpoint } from '../../../../../lib/zero-downtime-eks/lab/runtime/link';
import {
  type LoadBalancer,
  LoadBalancerError,
  startLoadBalancer,
} from '../../../../../lib/zero-downtime-eks/lab/runtime/load-balancer';
import { listen, PortTakenError } from '../../../../../lib/zero-downtime-eks/lab/runtime/ports';
import { PORT, startClient, startTarget, type Target, withAddresses } from './endpoints';
import { inLab, sleep } from './in-lab';
import { expectNothingLeft, folderMark } from './leftovers';

interface Lab {
  readonly balancer: LoadBalancer;
  readonly client: ReturnType<typeof startClient>;
  /** Registered. */
  readonly one: Endpoint;
  readonly two: Endpoint;
  target(at: Endpoint, name: string): Promise<Target>;
  newClient(): ReturnType<typeof startClient>;
}

function withBalancer(use: (lab: Lab) => Promise<void>, idleSeconds = 30) {
  return inLab(async () => {
    await withAddresses(async (at, later) => {
      const balancer = await startLoadBalancer({ ...at(1), idleSeconds });
      later(balancer.close);
      const newClient = () => {
        const client = startClient(balancer);
        later(client.stop);
        return client;
      };
      const target = async (where: Endpoint, name: string) => {
        const started = await startTarget(where, name);
        later(started.stop);
        return started;
      };
      await balancer.register(at(2));
      await use({ balancer, client: newClient(), one: at(2), two: at(3), target, newClient });
    });
    await expectNothingLeft(folderMark());
  });
}

/** So often asked, sorted. */
async function answers(client: Lab['client'], times: number): Promise<readonly string[]> {
  const all: string[] = [];
  for (let time = 0; time < times; time++) all.push(await client.get());
  return all.sort();
}

test.each<[string, string]>([
  ['/', 'one'],
  ['/500', '500'],
  ['/close', '502'],
  ['/reset', '502'],
  ['/part', 'ECONNRESET'],
])('a target that does %s: %s, for the first request of a client and for later ones', (path, answer) =>
  withBalancer(async ({ client, one, target, newClient }) => {
    const { sockets } = await target(one, 'one');
    expect([await client.get(path), await client.get()]).toEqual([answer, 'one']);
    const made = sockets.length;
    expect([await client.get(path), await client.get()]).toEqual([answer, 'one']);
    // It was sent over the connection that was there.
    expect(sockets.length - made).toBe(answer === '502' || answer === 'ECONNRESET' ? 1 : 0);
    expect([await newClient().get(path), await newClient().get()]).toEqual([answer, 'one']);
  }),
);

test('a target that refuses is 502, none at all 503, and neither ends the connection of the client', () =>
  withBalancer(async ({ balancer, client, one }) => {
    const first = [await client.get(), client.connections()];
    expect(first[0]).toBe('502');
    await balancer.deregister(one, 0);
    expect(await client.get()).toBe('503');
    expect(client.connections()).toEqual(first[1]);
    expect(balancer.errors).toHaveLength(2);
  }));

test('a target that does not answer in time is 504, and a client that does not ask is left', () =>
  withBalancer(async ({ client, one, target }) => {
    await target(one, 'one');
    expect(await client.get('/hang')).toBe('504');
    expect(await client.get()).toBe('one');
    await until('the connection is closed', () => client.connections().length === 0);
  }, 1));

test('requests go round, and one that fails is not tried elsewhere', () =>
  withBalancer(async ({ balancer, client, one, two, target }) => {
    await target(one, 'one');
    const second = await target(two, 'two');
    await balancer.register(two);
    expect(await answers(client, 4)).toEqual(['one', 'one', 'two', 'two']);
    await second.stop();
    expect(await answers(client, 4)).toEqual(['502', '502', 'one', 'one']);
  }));

test('a connection to a target is used again, whichever client asks', () =>
  withBalancer(async ({ one, target, newClient }) => {
    const { sockets } = await target(one, 'one');
    for (let client = 0; client < 5; client++) expect(await newClient().get()).toBe('one');
    expect(sockets).toHaveLength(1);
  }));

test('in drain a target gets nothing new, and what it has goes on', () =>
  withBalancer(async ({ balancer, client, one, two, target, newClient }) => {
    await target(one, 'one');
    await target(two, 'two');
    const slow = newClient().get('/slow');
    await balancer.register(two);
    await sleep(0.1);
    const out = balancer.deregister(one, 30);
    await sleep(0.1);
    expect(await answers(client, 4)).toEqual(['two', 'two', 'two', 'two']);
    expect([await slow, await out]).toEqual(['one', 0]);
    expect(balancer.errors).toEqual([]);
  }));

test('in drain alone it is 503', () =>
  withBalancer(async ({ balancer, client, one, target, newClient }) => {
    await target(one, 'one');
    const slow = newClient().get('/slow');
    await sleep(0.05);
    const out = balancer.deregister(one, 30);
    await sleep(0.05);
    expect(await client.get()).toBe('503');
    expect([await slow, await out]).toEqual(['one', 0]);
  }));

test('at the end of the delay what still goes on is cut off, and idle connections are closed', () =>
  withBalancer(async ({ balancer, client, one, target, newClient }) => {
    const { sockets } = await target(one, 'one');
    await Promise.all([client.get('/slow'), newClient().get('/slow')]);
    const waiting = newClient().get('/hang');
    await sleep(0.05);
    expect(await balancer.deregister(one, 0.1)).toBe(1);
    expect(await waiting).toBe('502');
    await until('all are closed', () => sockets.every(({ destroyed }) => destroyed));
  }));

test('a target that was out comes back, and a slot takes another one', () =>
  withBalancer(async ({ balancer, client, one, two, target }) => {
    await target(one, 'one');
    await target(two, 'two');
    await balancer.deregister(one, 0);
    // More often than there are slots.
    for (let time = 0; time < 101; time++) {
      for (const [where, name] of [
        [two, 'two'],
        [one, 'one'],
      ] as const) {
        await balancer.register(where);
        if (time % 20 === 0) expect(await answers(client, 2)).toEqual([name, name]);
        await balancer.deregister(where, 0);
      }
    }
    expect(await client.get()).toBe('503');
  }));

test('weights share the traffic', () =>
  withBalancer(async ({ balancer, client, one, two, target }) => {
    await target(one, 'one');
    await target(two, 'two');
    await balancer.register(two);
    const share = async (first: number, second: number) => {
      await balancer.setWeights([
        { target: one, weight: first },
        { target: two, weight: second },
      ]);
      return (await answers(client, 20)).filter((answer) => answer === 'two').length;
    };
    expect(await share(0, 100)).toBe(20);
    expect(await share(100, 0)).toBe(0);
    const tenth = await share(90, 10);
    expect(tenth).toBeGreaterThanOrEqual(1);
    expect(tenth).toBeLessThanOrEqual(3);
    await expect(share(300, 1)).rejects.toThrow(LoadBalancerError);
  }));

test('a target is registered once, and only what is registered can be taken out', () =>
  withBalancer(async ({ balancer, one, two }) => {
    await expect(balancer.register(one)).rejects.toThrow(LoadBalancerError);
    await expect(balancer.deregister(two, 0)).rejects.toThrow(LoadBalancerError);
  }));

test.each<[string, (at: Endpoint) => Promise<{ close: () => unknown }>]>([
  ['a leftover haproxy', (at) => startLoadBalancer({ ...at, idleSeconds: 1 })],
  ['another server', (at) => listen(createServer(), at)],
])('a port that %s has is refused', (_, occupy) =>
  inLab(() =>
    withAddresses(async (at, later) => {
      const other = await occupy(at(1));
      later(async () => (other as Server).close());
      await expect(startLoadBalancer({ ...at(1), idleSeconds: 1 })).rejects.toThrow(PortTakenError);
    }),
  ),
);

test('closed in the middle of a drain nothing is left, and the port is free', () =>
  inLab(async () => {
    await withAddresses(async (at, later) => {
      later((await startTarget(at(2))).stop);
      for (let time = 0; time < 2; time++) {
        const balancer = await startLoadBalancer({ address: at(1).address, port: PORT, idleSeconds: 30 });
        await balancer.register(at(2));
        const client = startClient(balancer);
        later(client.stop);
        const waiting = client.get('/hang');
        await sleep(0.05);
        const out = balancer.deregister(at(2), 30);
        await sleep(0.05);
        await balancer.close();
        expect(await waiting).toBe('ECONNRESET');
        await out;
      }
    });
    await expectNothingLeft(folderMark());
  }));
