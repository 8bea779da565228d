import fc from 'fast-check';
import {
  type DeploymentSpec,
  fenceposts,
  nextScale,
  type ReplicaSet,
} from '../../../../lib/zero-downtime-eks/lab/deployment-controller';

const rolling = (replicas: number, maxSurge: number | string, maxUnavailable: number | string): DeploymentSpec => ({
  replicas,
  strategy: { type: 'RollingUpdate', maxSurge, maxUnavailable },
});
const recreate = (replicas: number): DeploymentSpec => ({ replicas, strategy: { type: 'Recreate' } });
const set = (revision: number, replicas: number, available = replicas, running = replicas): ReplicaSet => ({
  revision,
  replicas,
  available,
  running,
});

describe('fenceposts', () => {
  test.each([
    { spec: rolling(3, 1, 0), maxSurge: 1, maxUnavailable: 0 },
    { spec: rolling(4, '25%', '25%'), maxSurge: 1, maxUnavailable: 1 },
    { spec: rolling(3, '25%', '25%'), maxSurge: 1, maxUnavailable: 0 },
    { spec: rolling(10, '15%', '15%'), maxSurge: 2, maxUnavailable: 1 },
    { spec: rolling(3, 0, '10%'), maxSurge: 0, maxUnavailable: 1 },
    { spec: rolling(3, 0, '100%'), maxSurge: 0, maxUnavailable: 3 },
    { spec: rolling(2, 0, 5), maxSurge: 0, maxUnavailable: 2 },
    { spec: recreate(3), maxSurge: 0, maxUnavailable: 3 },
  ])('$spec', ({ spec, ...is }) => {
    expect(fenceposts(spec)).toEqual(is);
  });
});

describe('nextScale', () => {
  test.each([
    { what: 'starts from nothing', spec: rolling(3, 1, 0), current: set(1, 0), old: [], next: { 1: 3 } },
    { what: 'surges', spec: rolling(3, 1, 0), current: set(2, 0), old: [set(1, 3)], next: { 2: 1 } },
    { what: 'waits for a new one', spec: rolling(3, 1, 0), current: set(2, 1, 0), old: [set(1, 3)], next: {} },
    { what: 'removes an old one', spec: rolling(3, 1, 0), current: set(2, 1), old: [set(1, 3)], next: { 1: 2 } },
    { what: 'removes first', spec: rolling(3, 0, 1), current: set(2, 0), old: [set(1, 3)], next: { 1: 2 } },
    {
      what: 'removes an old one that serves nobody, though a new one is missing',
      spec: rolling(3, 1, 1),
      current: set(2, 2, 1),
      old: [set(1, 2, 1)],
      next: { 1: 1 },
    },
    { what: 'scales in', spec: rolling(3, 1, 0), current: set(1, 5), old: [], next: { 1: 3 } },
    { what: 'is done', spec: rolling(3, 1, 0), current: set(2, 3), old: [set(1, 0)], next: {} },
    { what: 'recreates: removes', spec: recreate(3), current: set(2, 0), old: [set(1, 3)], next: { 1: 0 } },
    { what: 'recreates: waits', spec: recreate(3), current: set(2, 0), old: [set(1, 0, 0, 1)], next: {} },
    { what: 'recreates: starts', spec: recreate(3), current: set(2, 0), old: [set(1, 0)], next: { 2: 3 } },
  ])('$what', ({ spec, current, old, next }) => {
    expect(Object.fromEntries(nextScale(spec, current, old))).toEqual(next);
  });

  test('never has more pods than the surge allows, nor takes away what is needed, and ends', () => {
    const share = fc.oneof(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        share,
        share,
        fc.infiniteStream(fc.nat(9)),
        (replicas, surge, missing, chance) => {
          const spec = rolling(replicas, surge, missing);
          const { maxSurge, maxUnavailable } = fenceposts(spec);
          const sets = new Map([
            [1, { replicas, available: replicas }],
            [2, { replicas: 0, available: 0 }],
          ]);
          const read = (revision: number) => {
            const { replicas: own, available } = sets.get(revision) ?? { replicas: 0, available: 0 };
            return set(revision, own, available);
          };
          for (let step = 0; step < 200; step += 1) {
            const before = read(1).available + read(2).available;
            for (const [revision, wanted] of nextScale(spec, read(2), [read(1)])) {
              sets.set(revision, { replicas: wanted, available: Math.min(wanted, read(revision).available) });
            }
            const after = read(1).available + read(2).available;
            expect(read(1).replicas + read(2).replicas).toBeLessThanOrEqual(replicas + maxSurge);
            if (after < before) expect(after).toBeGreaterThanOrEqual(replicas - maxUnavailable);
            const { replicas: own, available } = read(2);
            const more = chance.next().value % (own - available + 1);
            sets.set(2, { replicas: own, available: step > 100 ? own : available + more });
          }
          expect([read(1), read(2)]).toEqual([set(1, 0), set(2, replicas)]);
        },
      ),
    );
  });
});
