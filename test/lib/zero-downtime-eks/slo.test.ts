import fc from 'fast-check';
import {
  AVAILABILITY,
  budgetMinutes,
  burnRateAlerts,
  InvalidObjectiveError,
  minutesToDetect,
} from '../../../lib/zero-downtime-eks/slo';

describe('burnRateAlerts', () => {
  // The table of the Site Reliability Workbook, for 99.95 %.
  test.each([
    [0, { severity: 'page', longWindow: 1, shortWindow: 1 / 12, burnRate: 14.4, threshold: 0.0072 }],
    [1, { severity: 'page', longWindow: 6, shortWindow: 0.5, burnRate: 6, threshold: 0.003 }],
    [2, { severity: 'ticket', longWindow: 24, shortWindow: 2, burnRate: 3, threshold: 0.0015 }],
  ])('number %i is that of the workbook', (index, expected) => {
    expect(burnRateAlerts(AVAILABILITY)[index]).toEqual(expected);
  });

  test.each([
    ['no share', { target: 1, days: 30 }, 'target: above 0 and below 1, got: 1'],
    ['nothing', { target: 0, days: 30 }, 'target: above 0 and below 1, got: 0'],
    ['no number', { target: Number.NaN, days: 30 }, 'target: above 0 and below 1, got: NaN'],
    ['no period', { target: 0.9, days: 0 }, 'days: at least 1, got: 0'],
  ])('refuses %s', (_, objective, message) => {
    expect(() => burnRateAlerts(objective)).toThrow(new InvalidObjectiveError(message));
  });

  test('a constant failure is told before it has used up twice the share of the budget that its alert stands for', () => {
    const objectives = fc.record({ target: fc.double({ min: 0.9, max: 0.99999, noNaN: true }), days: fc.constant(30) });
    fc.assert(
      fc.property(objectives, fc.double({ min: 0.0001, max: 1, noNaN: true }), (objective, badShare) => {
        for (const alert of burnRateAlerts(objective)) {
          const minutes = minutesToDetect(alert, badShare);
          if (minutes === Infinity) expect(badShare).toBeLessThanOrEqual(alert.threshold);
          else expect(minutes * badShare).toBeLessThanOrEqual(alert.threshold * alert.longWindow * 60 * 1.0001);
        }
      }),
    );
  });
});

test('the budget of 99.95 % is 21.6 minutes', () => {
  expect(budgetMinutes(AVAILABILITY)).toBeCloseTo(21.6, 6);
});
