import { BusyMachineError, OtherMachineError, requireQuiet, withFigures } from '../../bench/benchmarks-file';
import { rounded } from '../../bench/finding';
import { rolloutOf } from '../../bench/rollouts';
import type { Benchmarks } from '../../lib/docs/figures/data';
import type { ScenarioResult } from '../../lib/zero-downtime-eks/lab/result';

const figure = (id: string, value: number) => ({ id, what: id, unit: 's', value });
const before: Benchmarks = {
  machine: '2 cores',
  figures: [
    { ...figure('a/one', 1), goal: 5, date: '2026-11-20' },
    { ...figure('a/two', 2), date: '2026-11-20' },
  ],
};

describe('recording', () => {
  test('replaces what was measured again, in its place, and keeps the dates of the rest', () => {
    expect(withFigures(before, [figure('b/one', 9), figure('a/one', 3)], '2026-11-22', '2 cores')).toEqual({
      machine: '2 cores',
      figures: [
        { ...figure('a/one', 3), date: '2026-11-22' },
        { ...figure('a/two', 2), date: '2026-11-20' },
        { ...figure('b/one', 9), date: '2026-11-22' },
      ],
    });
  });

  test('mixes no machines', () => {
    expect(() => withFigures(before, [figure('a/one', 3)], '2026-11-22', '8 cores')).toThrow(OtherMachineError);
    const all = withFigures(before, [figure('a/one', 3), figure('a/two', 3)], '2026-11-22', '8 cores');
    expect(all.machine).toBe('8 cores');
  });

  test('believes a quiet machine only', () => {
    expect(() => requireQuiet([1, 9, 9], 2)).not.toThrow();
    expect(() => requireQuiet([1.2, 0, 0], 2)).toThrow(BusyMachineError);
  });

  test.each([
    [42_109.4, 42_100],
    [0.1543, 0.154],
    [8, 8],
  ])('%d is told as %d', (measured, told) => {
    expect(rounded(measured)).toBe(told);
  });
});

describe('a scenario of the lab', () => {
  const result: ScenarioResult = {
    name: 'no preStop',
    requests: 436,
    failed: 17,
    failures: { 502: 17 },
    slowFailed: 0,
    halfDone: 0,
    capturedThoughFailed: 0,
    duplicates: 0,
    longestStopSeconds: 29.4,
    graceSeconds: 90,
    stops: 3,
    wholeGrace: 0,
    restarts: 0,
    stuck: [],
    seconds: 20,
    lateSeconds: 0,
  };
  const usual = { conditions: 'a rollout', variant: 'no preStop', requests: 436, failed: 17, halfDone: 0 };

  test('is recorded as far as a page needs it', () => {
    expect(rolloutOf('a rollout', result)).toEqual({ ...usual, longestStopSeconds: 29, graceSeconds: 90 });
    expect(rolloutOf('a rollout', { ...result, stops: 0 })).toEqual(usual);
    expect(rolloutOf('a rollout', { ...result, wholeGrace: 2, stuck: ['a pod'] })).toEqual({
      ...usual,
      longestStopSeconds: 29,
      graceSeconds: 90,
      wholeGrace: 2,
      stops: 3,
      stuck: true,
    });
  });
});
