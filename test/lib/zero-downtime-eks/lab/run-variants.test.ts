import { ROLLOUT, SLOW_START } from '../../../../lib/zero-downtime-eks/lab/conditions';
import { summary, surprises, unsteady } from '../../../../lib/zero-downtime-eks/lab/describe';
import { losses, type ScenarioResult } from '../../../../lib/zero-downtime-eks/lab/result';
import {
  hasLostFew,
  isSpoilt,
  theAnswer,
  type VariantResult,
  withAnswers,
} from '../../../../lib/zero-downtime-eks/lab/run-variants';
import type { Variant } from '../../../../lib/zero-downtime-eks/lab/variant';

const nothing: ScenarioResult = {
  name: 'answer',
  requests: 300,
  failed: 0,
  failures: {},
  slowFailed: 0,
  halfDone: 0,
  capturedThoughFailed: 0,
  duplicates: 0,
  longestStopSeconds: 60,
  graceSeconds: 90,
  stops: 3,
  wholeGrace: 0,
  restarts: 0,
  stuck: [],
  seconds: 10,
  lateSeconds: 0.01,
};
const variant: Variant = { ...theAnswer(ROLLOUT), name: 'broken', loses: 'failed requests' };
const result = (change: Partial<VariantResult> = {}): VariantResult => ({
  ...nothing,
  variant: theAnswer(ROLLOUT),
  conditions: ROLLOUT.name,
  asExpected: true,
  late: false,
  ...change,
});

describe('losses', () => {
  test.each([
    { change: {}, is: [] },
    { change: { failed: 1 }, is: ['failed requests'] },
    { change: { halfDone: 1 }, is: ['half-done payments'] },
    { change: { duplicates: 1 }, is: ['charged twice'] },
    { change: { wholeGrace: 1 }, is: ['whole grace period'] },
    { change: { stuck: ['payments-1-1'] }, is: ['stuck'] },
    { change: { failed: 2, halfDone: 2, restarts: 3 }, is: ['failed requests', 'half-done payments'] },
  ])('of $change', ({ change, is }) => {
    expect(losses({ ...nothing, ...change })).toEqual(is);
  });
});

describe('hasLostFew', () => {
  test.each([
    { what: 'nothing', change: {}, is: false },
    { what: 'one in fifty', change: { failed: 6 }, is: true },
    { what: 'more', change: { failed: 7 }, is: false },
    { what: 'a payment that is half done', change: { halfDone: 1 }, is: true },
    { what: 'what it is expected to lose', change: { failed: 1, variant }, is: false },
    { what: 'a whole grace period too', change: { failed: 1, wholeGrace: 1 }, is: false },
    { what: 'its way too', change: { failed: 1, stuck: ['payments-1-1'] }, is: false },
  ])('of what has lost $what', ({ change, is }) => {
    expect(hasLostFew(result(change))).toBe(is);
  });

  test('is told when it was run again', () => {
    expect(summary(result({ firstRun: { ...nothing, failed: 3 } }))).toMatch(/, run again after 3 of 300$/);
  });
});

test('the answer is run once under each condition, before what is broken under it', () => {
  const other = { ...variant, name: 'other', conditions: SLOW_START };
  const names = withAnswers([variant, other, theAnswer(ROLLOUT)]).map(({ name, conditions }) => [
    name,
    conditions.name,
  ]);
  expect(names).toEqual([
    ['answer', ROLLOUT.name],
    ['broken', ROLLOUT.name],
    ['answer', SLOW_START.name],
    ['other', SLOW_START.name],
  ]);
});

describe('a late result is spoilt', () => {
  const lost = result({ name: 'broken', variant, failed: 5, late: true });
  test.each([
    { what: 'where the answer beside it lost nothing', all: [result({ late: true }), lost], spoilt: false },
    {
      what: 'where the answer beside it lost something',
      all: [result({ late: true, asExpected: false }), lost],
      spoilt: true,
    },
    { what: 'where there is no answer beside it', all: [lost], spoilt: false },
  ])('$what: $spoilt', ({ all, spoilt }) => {
    expect(isSpoilt(lost, all)).toBe(spoilt);
  });

  test('where it surprises, and not where it is in time', () => {
    const surprising = result({ failed: 1, asExpected: false });
    expect(isSpoilt({ ...surprising, late: true }, [])).toBe(true);
    expect(isSpoilt(surprising, [])).toBe(false);
  });
});

describe('what is told of results', () => {
  test.each([
    { change: {}, is: '0 of 300 failed, longest stop 60 s of 90 s' },
    { change: { stops: 0 }, is: '0 of 300 failed' },
    {
      change: { failed: 3, halfDone: 2, duplicates: 1, wholeGrace: 3, stuck: ['payments-1-1'] },
      is: '3 of 300 failed, 2 half-done, 1 charged twice, longest stop 60 s of 90 s, 3 of 3 stops took it all, did not end',
    },
  ])('$is', ({ change, is }) => {
    expect(summary({ ...nothing, ...change })).toBe(is);
  });

  test('names what did not come out as expected, and what the machine has spoilt', () => {
    const wrong = result({ name: 'broken', variant, asExpected: false });
    const late = { ...wrong, late: true, lateSeconds: 0.5 };
    expect(surprises([result(), wrong])).toEqual([
      'broken, a rollout: expected failed requests, got: nothing lost (0 of 300 failed, longest stop 60 s of 90 s)',
    ]);
    expect(unsteady([result(), wrong, late])).toEqual(['broken, a rollout: timers were 0.50 s late']);
  });
});
