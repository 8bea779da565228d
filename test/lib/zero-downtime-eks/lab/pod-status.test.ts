import {
  inDeletionOrder,
  isAvailable,
  isReady,
  type PodStatus,
} from '../../../../lib/zero-downtime-eks/lab/pod-status';

const pod = (name: string, change: Partial<PodStatus> = {}): PodStatus => ({
  name,
  revision: 1,
  node: name,
  containersReady: true,
  terminating: false,
  readySince: 0,
  ...change,
});

describe('a pod', () => {
  test.each([
    { what: 'its containers are', status: pod('a'), ready: true },
    { what: 'the gate is shut', status: pod('a', { targetHealthy: false }), ready: false },
    { what: 'the gate is open', status: pod('a', { targetHealthy: true }), ready: true },
    { what: 'its containers are not', status: pod('a', { containersReady: false, targetHealthy: true }), ready: false },
  ])('is ready: $ready, as $what', ({ status, ready }) => {
    expect(isReady(status)).toBe(ready);
  });

  test.each([
    { now: 14, status: pod('a'), available: false },
    { now: 15, status: pod('a'), available: true },
    { now: 15, status: pod('a', { terminating: true }), available: false },
    { now: 15, status: pod('a', { readySince: undefined }), available: false },
  ])('is available after $now s: $available', ({ now, status, available }) => {
    expect(isAvailable(status, 15, now)).toBe(available);
  });

  test('goes before others where it is not ready, then where its node has more, then where it is young', () => {
    const pods = [
      pod('old', { readySince: 1 }),
      pod('young', { readySince: 9 }),
      pod('crowded', { readySince: 1, node: 'crowd' }),
      pod('neighbour', { readySince: 2, node: 'crowd' }),
      pod('not-ready', { readySince: undefined }),
    ];
    expect(inDeletionOrder(pods).map(({ name }) => name)).toEqual([
      'not-ready',
      'neighbour',
      'crowded',
      'young',
      'old',
    ]);
  });
});
