import fc from 'fast-check';
import {
  compileMetricMath,
  UnknownMetricMathError,
} from '../../../../lib/zero-downtime-eks/alarm-evaluation/metric-math';

const values = new Map<string, number | undefined>([
  ['a', 6],
  ['b', 3],
  ['zero', 0],
  ['gap', undefined],
]);

describe('compileMetricMath', () => {
  test.each([
    ['a', 6],
    ['1 + 2 * b', 7],
    ['(1 + 2) * b', 9],
    ['a - b - 1', 2],
    ['a / b / 2', 1],
    ['a / zero', undefined],
    ['a + gap', undefined],
    ['FILL(gap, 4) + a', 10],
    ['FILL(a, 4)', 6],
    ['a >= 6', 1],
    ['a < b', 0],
    ['IF(a > b, 1, 2)', 1],
    ['IF(a + zero < b, 1, 2)', 2],
    ['IF(gap > 1, 1, 2)', undefined],
    ['IF(zero, a / zero, b)', 3],
  ])('%s is %s', (expression, expected) => {
    expect(compileMetricMath(expression)(values)).toBe(expected);
  });

  test.each(['a +', 'a b', 'SUM(a)', 'IF(a, b)', 'FILL a', '(a', 'a && b', 'METRICS()', ''])(
    'does not guess %s',
    (expression) => {
      expect(() => compileMetricMath(expression)(values)).toThrow(UnknownMetricMathError);
    },
  );

  test('refuses an id that no metric has', () => {
    expect(() => compileMetricMath('a + other')(values)).toThrow(/no metric has the id other/);
  });

  test('reads or refuses anything, and never hangs', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          compileMetricMath(text)(values);
        } catch (error) {
          expect(error).toBeInstanceOf(UnknownMetricMathError);
        }
      }),
    );
  });
});
