import {
  type Series,
  statistic,
  UnknownStatisticError,
} from '../../../../lib/zero-downtime-eks/alarm-evaluation/statistics';

const series: Series = [
  [
    { value: 1, count: 98 },
    { value: 5, count: 2 },
  ],
  undefined,
  [{ value: 3, count: 100 }],
];

describe('statistic', () => {
  test.each([
    ['Sum', 0, 0, 108],
    ['Sum', 0, 2, 408],
    ['SampleCount', 0, 2, 200],
    ['TC(3:)', 0, 2, 2],
    ['TC(0.5:)', 0, 0, 100],
    ['Maximum', 0, 2, 5],
    ['Minimum', 1, 2, 3],
    ['p98', 0, 0, 1],
    ['p99', 0, 0, 5],
    ['p50', 0, 2, 3],
    ['Sum', -5, 0, 108],
    ['Sum', 1, 1, undefined],
    ['Maximum', 1, 1, undefined],
    ['Sum', -3, -1, undefined],
    ['Maximum', -3, -1, undefined],
  ])('%s of minutes %i to %i is %s', (name, from, to, expected) => {
    expect(statistic(name, series)(from, to)).toBe(expected);
  });

  test.each(['Average', 'PR(:3)', 'TM(10%:90%)', 'p', ''])('does not guess %s', (name) => {
    expect(() => statistic(name, series)).toThrow(UnknownStatisticError);
  });
});
