import { quantity } from '../../../../lib/zero-downtime-eks/lab/quantities';

describe('quantity', () => {
  test.each([
    { value: 2, total: 10, round: 'up', is: 2 },
    { value: 0, total: 10, round: 'down', is: 0 },
    { value: '25%', total: 4, round: 'up', is: 1 },
    { value: '25%', total: 5, round: 'up', is: 2 },
    { value: '25%', total: 5, round: 'down', is: 1 },
    { value: '100%', total: 3, round: 'down', is: 3 },
    { value: '0%', total: 3, round: 'up', is: 0 },
  ] as const)('$value of $total, rounded $round, is $is', ({ value, total, round, is }) => {
    expect(quantity(value, total, round)).toBe(is);
  });

  test.each(['', '25', '-1%', '2.5%', 'all'])('%j is refused', (value) => {
    expect(() => quantity(value, 3, 'up')).toThrow(RangeError);
  });
});
