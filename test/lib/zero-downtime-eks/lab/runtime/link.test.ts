import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../../../../lib/local/child';
import { type LinkSpec, startLink } from '../../../../../lib/zero-downtime-eks/lab/runtime/link';
import { PortTakenError } from '../../../../../lib/zero-downtime-eks/lab/runtime/ports';
import { startClient, startTarget, type Target, withAddresses } from './endpoints';
import { sleep } from './in-lab';

type Client = ReturnType<typeof startClient>;

/** A client, a link and a target. */
function withLink(spec: Omit<LinkSpec, 'from' | 'to'>, use: (client: Client, target: Target) => Promise<void>) {
  return withAddresses(async (at, later) => {
    const target = await startTarget(at(1), 'pod');
    later(target.stop);
    const link = await startLink({ from: at(2), to: at(1), ...spec });
    later(link.close);
    const client = startClient(link.from);
    later(client.stop);
    await use(client, target);
  });
}

const both = test.each([0, 0.03]);

both('requests of a kept connection go through (latency %d s)', (latencySeconds) =>
  withLink({ latencySeconds }, async (client, target) => {
    expect([await client.get(), await client.get('/slow'), await client.get('/500')]).toEqual(['pod', 'pod', '500']);
    expect(target.sockets).toHaveLength(1);
  }),
);

both('a close and a reset go through, and the answer is not there (latency %d s)', (latencySeconds) =>
  withLink({ latencySeconds }, async (client) => {
    for (const path of ['/close', '/reset']) expect(await client.get(path)).toBe('ECONNRESET');
    expect(await client.get('/part')).toBe('ECONNRESET');
    expect(await client.get()).toBe('pod');
  }),
);

both('a pod that refuses is a reset (latency %d s)', (latencySeconds) =>
  withLink({ latencySeconds }, async (client, target) => {
    await target.stop();
    expect(await client.get()).toBe('ECONNRESET');
  }),
);

both('what the client ends or resets ends at the pod (latency %d s)', (latencySeconds) =>
  withAddresses(async (at, later) => {
    const target = await startTarget(at(1), 'pod');
    later(target.stop);
    const link = await startLink({ from: at(2), to: at(1), latencySeconds });
    later(link.close);
    for (const end of [(one: Socket) => one.end(), (one: Socket) => one.resetAndDestroy()]) {
      const socket = connect(link.from.port, link.from.address);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'data');
      end(socket);
      await until('the pod has no connection', () => target.sockets.every((one) => one.destroyed));
    }
    expect(target.sockets).toHaveLength(2);
  }),
);

test('a request takes a round trip, and one more where the connection is new', () =>
  withLink({ latencySeconds: 0.05 }, async (client) => {
    for (const trips of [2, 1]) {
      const start = performance.now();
      await client.get();
      // Timers may fire a millisecond early; how late they fire is the machine's affair.
      expect(performance.now() - start).toBeGreaterThan(trips * 100 - 5);
    }
  }));

test('an idle pod connection is ended, and the client does not notice', () =>
  withLink({ latencySeconds: 0.01, idleSeconds: 0.2 }, async (client, target) => {
    expect(await client.get()).toBe('pod');
    const [connection] = client.connections();
    await until('the pod sees the end', () => target.sockets[0]?.destroyed === true);
    expect(await client.get()).toBe('pod');
    expect(client.connections()).toEqual([connection]);
    expect(target.sockets).toHaveLength(2);
  }));

test('a connection whose answer is awaited is not idle', () =>
  withLink({ latencySeconds: 0, idleSeconds: 0.2 }, async (client) => {
    expect([await client.get(), await client.get('/slow')]).toEqual(['pod', 'pod']);
  }));

test('a request that meets the close of the pod on its way is lost: the keep-alive mismatch', () =>
  withLink({ latencySeconds: 0.1, idleSeconds: 60 }, async (client, target) => {
    expect(await client.get()).toBe('pod');
    target.sockets[0]?.destroy();
    // The close is still on the wire.
    expect(await client.get()).toBe('ECONNRESET');
    target.sockets.at(-1)?.destroy();
    await sleep(0.3);
    expect(await client.get()).toBe('pod');
  }));

test('a link resets everything when it is closed, and its port is free', () =>
  withAddresses(async (at, later) => {
    const target = await startTarget(at(1), 'pod');
    later(target.stop);
    const spec = { from: at(2), to: at(1), latencySeconds: 0.01 };
    const link = await startLink(spec);
    await expect(startLink(spec)).rejects.toThrow(PortTakenError);
    const client = startClient(link.from);
    later(client.stop);
    await client.get();
    const waiting = client.get('/hang');
    await sleep(0.05);
    await link.close();
    expect(await waiting).toBe('ECONNRESET');
    expect(await client.get()).toBe('ECONNREFUSED');
    await until('the pod has no connection', () => target.sockets.every((one) => one.destroyed));
    await (await startLink(spec)).close();
  }));
