import { CANARY_STEPS, CanaryStepsError, checkedSteps } from '../../../lib/zero-downtime-eks/canary-steps';

describe('checkedSteps', () => {
  test('takes those of the answer', () => {
    expect(checkedSteps(CANARY_STEPS)).toBe(CANARY_STEPS);
  });

  test.each([
    ['none', [], 'steps: at least one, got: none'],
    ['all traffic', [{ weight: 100, minutes: 10 }], 'steps[0].weight: whole, above 0 and below 100, got: 100'],
    [
      'a weight that does not grow',
      [
        { weight: 25, minutes: 10 },
        { weight: 25, minutes: 10 },
      ],
      'steps[1].weight: whole, above 25 and below 100, got: 25',
    ],
    [
      'a step without a verdict',
      [{ weight: 5, minutes: 5 }],
      'steps[0].minutes: above 5, so that the alarm has a verdict, got: 5',
    ],
  ])('refuses %s', (_, steps, message) => {
    expect(() => checkedSteps(steps)).toThrow(new CanaryStepsError(message));
  });
});
