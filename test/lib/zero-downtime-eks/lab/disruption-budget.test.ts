import fc from 'fast-check';
import { counts, type DisruptionBudget, mayEvict } from '../../../../lib/zero-downtime-eks/lab/disruption-budget';
import type { PodStatus } from '../../../../lib/zero-downtime-eks/lab/pod-status';

const policy = 'IfHealthyBudget';
const pod = (name: string, change: Partial<PodStatus> = {}): PodStatus => ({
  name,
  revision: 1,
  node: 'node',
  containersReady: true,
  terminating: false,
  ...change,
});
const three = [pod('a'), pod('b'), pod('c')];
const [first = pod('a')] = three;

describe('mayEvict', () => {
  test.each([
    { budget: undefined, pods: three, may: true },
    { budget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: policy }, pods: three, may: true },
    { budget: { maxUnavailable: 0, unhealthyPodEvictionPolicy: policy }, pods: three, may: false },
    { budget: { minAvailable: 2, unhealthyPodEvictionPolicy: policy }, pods: three, may: true },
    { budget: { minAvailable: 3, unhealthyPodEvictionPolicy: policy }, pods: three, may: false },
    { budget: { minAvailable: '50%', unhealthyPodEvictionPolicy: policy }, pods: three, may: true },
    { budget: { minAvailable: '67%', unhealthyPodEvictionPolicy: policy }, pods: three, may: false },
    {
      budget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: policy },
      pods: [first, pod('b', { terminating: true }), pod('c')],
      may: false,
    },
    {
      budget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: policy },
      pods: [first, pod('b', { targetHealthy: false }), pod('c')],
      may: false,
    },
  ] as const)('a ready one with $budget: $may', ({ budget, pods, may }) => {
    expect(mayEvict(budget, first, pods, 3)).toBe(may);
  });

  test.each([
    { unhealthyPodEvictionPolicy: 'AlwaysAllow', may: true },
    { unhealthyPodEvictionPolicy: 'IfHealthyBudget', may: false },
  ] as const)(
    'one that is not ready, while others are missing, with $unhealthyPodEvictionPolicy: $may',
    ({ may, ...policies }) => {
      const broken = pod('a', { containersReady: false });
      expect(mayEvict({ minAvailable: 3, ...policies }, broken, [broken, pod('b'), pod('c')], 3)).toBe(may);
    },
  );

  test('however many are evicted, as many stay healthy as the budget wants', () => {
    const budgets = fc.oneof(
      fc.nat(6).map((minAvailable): DisruptionBudget => ({ minAvailable, unhealthyPodEvictionPolicy: policy })),
      fc.nat(100).map((n): DisruptionBudget => ({ maxUnavailable: `${n}%`, unhealthyPodEvictionPolicy: policy })),
    );
    fc.assert(
      fc.property(budgets, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (budget, ready) => {
        let pods = ready.map((containersReady, index) => pod(String(index), { containersReady }));
        const { healthy, desired } = counts(budget, pods, pods.length);
        for (const one of pods) {
          if (!one.containersReady || !mayEvict(budget, one, pods, ready.length)) continue;
          pods = pods.map((other) => (other === one ? { ...other, terminating: true } : other));
        }
        expect(counts(budget, pods, ready.length).healthy).toBe(Math.min(healthy, desired));
      }),
    );
  });
});
