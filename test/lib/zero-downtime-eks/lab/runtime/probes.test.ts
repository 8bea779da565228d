import { createServer, type ServerResponse } from 'node:http';
import { until } from '../../../../../lib/local/child';
import type { Endpoint } from '../../../../../lib/zero-downtime-eks/lab/runtime/link';
import { type HttpProbe, type ProbeSpecs, startProbes } from '../../../../../lib/zero-downtime-eks/lab/runtime/probes';
import { sleep } from './in-lab';

type Reply = number | 'hang' | 'close';

const QUICK: Omit<HttpProbe, 'path'> = {
  initialDelaySeconds: 0,
  periodSeconds: 0.02,
  timeoutSeconds: 10,
  successThreshold: 1,
  failureThreshold: 2,
};
const startup: HttpProbe = { ...QUICK, path: '/startup' };
const readiness: HttpProbe = { ...QUICK, path: '/ready' };
const liveness: HttpProbe = { ...QUICK, path: '/live' };

/** A container that gives these answers, the last one for ever; `events` is what it was asked and what was decided. */
async function probing(
  specs: ProbeSpecs,
  replies: Readonly<Record<string, readonly Reply[]>>,
  use: (events: readonly string[], probes: ReturnType<typeof startProbes>) => Promise<void>,
) {
  const events: string[] = [];
  const asked: Record<string, number> = {};
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const list = replies[path] ?? [200];
    const number = asked[path] ?? 0;
    asked[path] = number + 1;
    events.push(path);
    reply(response, list[Math.min(number, list.length - 1)] ?? 200);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const probes = startProbes(endpointOf(server.address()), specs, {
    onReady: (ready) => events.push(ready ? 'READY' : 'NOT READY'),
    onRestart: (probe) => events.push(`RESTART ${probe}`),
  });
  try {
    await use(events, probes);
  } finally {
    probes.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function reply(response: ServerResponse, what: Reply): void {
  if (what === 'close') response.destroy();
  else if (what !== 'hang') response.writeHead(what).end();
}

function endpointOf(address: ReturnType<ReturnType<typeof createServer>['address']>): Endpoint {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { address: address.address, port: address.port };
}

function seen(events: readonly string[], event: string, times = 1): Promise<void> {
  return until(`${event} ${times} times`, () => events.filter((one) => one === event).length >= times);
}

test('the startup probe holds back the others, may fail for a while, and ends with its first success', () =>
  probing(
    { startup: { ...startup, failureThreshold: 9 }, readiness, liveness },
    { '/startup': [503, 'close', 503, 200] },
    async (events) => {
      await seen(events, '/live', 3);
      const first = events.findIndex((event) => event !== '/startup');
      expect(events.slice(0, first)).toEqual(Array(4).fill('/startup'));
      expect(events.slice(first)).not.toContain('/startup');
      expect(events.filter((event) => event === 'READY')).toHaveLength(1);
    },
  ));

test('a startup probe that fails too often restarts the container, and no probe goes on', () =>
  probing({ startup, readiness, liveness }, { '/startup': [503] }, async (events) => {
    await seen(events, 'RESTART startup');
    await sleep(0.1);
    expect(events).toEqual(['/startup', '/startup', 'RESTART startup']);
  }));

test('readiness goes and comes by its thresholds', () => {
  const spec = { ...readiness, successThreshold: 2, failureThreshold: 3 };
  return probing(
    { readiness: spec },
    { '/ready': [200, 503, 200, 200, 503, 503, 200, 503, 503, 503, 200, 200] },
    async (events) => {
      await seen(events, 'READY', 2);
      const count = (until_: number) => events.slice(0, until_).filter((event) => event === '/ready').length;
      const decided = events.flatMap((event, index) => (event === '/ready' ? [] : [[event, count(index)]]));
      expect(decided).toEqual([
        ['READY', 4],
        ['NOT READY', 10],
        ['READY', 12],
      ]);
    },
  );
});

test('a container without a readiness probe is ready when it has started', () =>
  probing({ startup }, {}, async (events) => {
    await seen(events, 'READY');
    expect(events).toEqual(['/startup', 'READY']);
  }));

test.each<[string, Reply, boolean]>([
  ['200', 200, true],
  ['204', 204, true],
  ['a redirection', 302, true],
  ['399', 399, true],
  ['400', 400, false],
  ['503', 503, false],
  ['a close', 'close', false],
  ['silence', 'hang', false],
])('%s: success or failure', (_, what, success) =>
  probing(
    { readiness, liveness: what === 'hang' ? { ...liveness, timeoutSeconds: 0.05 } : liveness },
    { '/live': [what] },
    async (events) => {
      if (success) {
        await seen(events, '/live', 5);
        expect(events).not.toContain('RESTART liveness');
      } else {
        await seen(events, 'RESTART liveness');
        expect(events.filter((event) => event === '/live')).toHaveLength(2);
        expect(events.at(-1)).toBe('RESTART liveness');
        expect(events.filter((event) => event === 'NOT READY')).toHaveLength(1);
      }
    },
  ),
);

test('a pod that is deleted is no longer asked whether it lives, but whether it is ready', () =>
  probing(
    { readiness, liveness },
    { '/live': [200, 200, 503], '/ready': [200, 200, 200, 200, 200, 503] },
    async (events, probes) => {
      await seen(events, '/live');
      probes.terminating();
      await seen(events, 'NOT READY');
      expect(events.filter((event) => event === '/live').length).toBeLessThanOrEqual(2);
      expect(events).not.toContain('RESTART liveness');
    },
  ));

test('what was asked before the stop decides nothing any more', () =>
  probing(
    { liveness: { ...liveness, timeoutSeconds: 0.05, failureThreshold: 1 } },
    { '/live': ['hang'] },
    async (events, probes) => {
      await seen(events, '/live');
      probes.stop();
      await sleep(0.15);
      expect(events).toEqual(['READY', '/live']);
    },
  ));

test('nothing is asked before the initial delay', () =>
  probing({ readiness, liveness: { ...liveness, initialDelaySeconds: 3_600 } }, {}, async (events) => {
    await seen(events, '/ready', 5);
    expect(events).not.toContain('/live');
  }));
