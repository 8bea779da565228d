/** One step of a canary release. */
export interface CanaryStep {
  /** Per cent of the requests that the new release gets. */
  readonly weight: number;
  /** How long it has to be good at that, in minutes. */
  readonly minutes: number;
}

/** The canary's weight grows, and the last step shows it under the load of half of all payments. */
export const CANARY_STEPS: readonly CanaryStep[] = [
  { weight: 5, minutes: 6 },
  { weight: 25, minutes: 6 },
  { weight: 50, minutes: 12 },
];

/**
 * Minutes until the alarm has a verdict: three of its periods, a minute in which the load balancer publishes them, and one
 * in which CloudWatch evaluates them.
 */
export const MINUTES_TO_VERDICT = 5;

/** The steps make no release; the message has a line for each reason. */
export class CanaryStepsError extends Error {
  override readonly name = 'CanaryStepsError';
}

/**
 * Returns the steps as they are.
 *
 * @throws CanaryStepsError
 */
export function checkedSteps(steps: readonly CanaryStep[]): readonly CanaryStep[] {
  const problems = steps.flatMap(({ weight, minutes }, index) => {
    const before = steps[index - 1]?.weight ?? 0;
    return [
      ...(Number.isInteger(weight) && weight > before && weight < 100
        ? []
        : [`steps[${index}].weight: whole, above ${before} and below 100, got: ${weight}`]),
      ...(minutes > MINUTES_TO_VERDICT
        ? []
        : [`steps[${index}].minutes: above ${MINUTES_TO_VERDICT}, so that the alarm has a verdict, got: ${minutes}`]),
    ];
  });
  if (steps.length === 0) problems.push('steps: at least one, got: none');
  if (problems.length > 0) throw new CanaryStepsError(problems.join('\n'));
  return steps;
}
