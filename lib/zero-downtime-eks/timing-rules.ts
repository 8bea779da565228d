import type { Timings } from './timings';

/** One thing that has to hold between them. */
export interface Inequality {
  readonly left: string;
  readonly relation: '>' | '>=';
  readonly right: string;
  /** What is lost where it does not hold. */
  readonly why: string;
  /** Both sides, in seconds. */
  readonly values: (timings: Timings) => readonly [number, number];
}

/** The durations do not fit each other; the message has a line for each inequality, with both values. */
export class TimingsError extends Error {
  override readonly name = 'TimingsError';
}

/** All of them. */
export const inequalities: readonly Inequality[] = [
  {
    left: 'keepAlive',
    relation: '>',
    right: 'idleTimeout',
    why: 'the server closes a connection just as the load balancer sends on it: 502',
    values: (t) => [t.keepAlive, t.idleTimeout],
  },
  {
    left: 'idleTimeout',
    relation: '>',
    right: 'longestRequest',
    why: 'the load balancer gives the longest payment up: 504',
    values: (t) => [t.idleTimeout, t.longestRequest],
  },
  {
    left: 'preStop',
    relation: '>=',
    right: 'propagation',
    why: 'requests still arrive when the server has stopped to accept: 502',
    values: (t) => [t.preStop, t.propagation],
  },
  {
    left: 'drain',
    relation: '>',
    right: 'longestRequest',
    why: 'the server cuts off a payment that arrived just before SIGTERM',
    values: (t) => [t.drain, t.longestRequest],
  },
  {
    left: 'grace',
    relation: '>',
    right: 'preStop + drain',
    why: 'SIGKILL comes before the server has ended by itself',
    values: (t) => [t.grace, t.preStop + t.drain],
  },
  {
    left: 'deregistrationDelay',
    relation: '>',
    right: 'longestRequest',
    why: 'the load balancer cuts off what the target is still answering',
    values: (t) => [t.deregistrationDelay, t.longestRequest],
  },
  {
    left: 'grace',
    relation: '>=',
    right: 'propagation + deregistrationDelay',
    why: 'the pod may be gone while the load balancer still waits for its answers',
    values: (t) => [t.grace, t.propagation + t.deregistrationDelay],
  },
  {
    left: 'spotNotice',
    relation: '>',
    right: 'grace',
    why: 'AWS takes the instance away under a pod that is finishing',
    values: (t) => [t.spotNotice, t.grace],
  },
  {
    left: 'nodeTermination',
    relation: '>',
    right: 'grace',
    why: 'Karpenter takes the node away under a pod that is finishing',
    values: (t) => [t.nodeTermination, t.grace],
  },
  {
    left: 'minReady',
    relation: '>=',
    right: 'healthCheckInterval x unhealthyThreshold',
    why: 'an old pod goes before the load balancer could find the new one bad',
    values: (t) => [t.minReady, t.healthCheckInterval * t.unhealthyThreshold],
  },
  {
    left: 'healthCheckInterval',
    relation: '>',
    right: 'healthCheckTimeout',
    why: 'a slow check runs into the next one',
    values: (t) => [t.healthCheckInterval, t.healthCheckTimeout],
  },
  {
    left: 'startupBudget',
    relation: '>',
    right: 'longestStart',
    why: 'a pod is killed while it starts, for ever',
    values: (t) => [t.startupBudget, t.longestStart],
  },
  {
    left: 'livenessBudget',
    relation: '>',
    right: 'readinessBudget',
    why: 'a busy pod is restarted instead of being spared',
    values: (t) => [t.livenessBudget, t.readinessBudget],
  },
  {
    left: 'progressDeadline',
    relation: '>',
    right: 'startupBudget + registration + minReady',
    why: 'a good rollout is reported as failed',
    values: (t) => [
      t.progressDeadline,
      t.startupBudget + t.propagation + t.healthCheckInterval * t.healthyThreshold + t.minReady,
    ],
  },
];

/** One line for each inequality that does not hold. */
export function violations(timings: Timings): readonly string[] {
  return inequalities.flatMap(({ left, relation, right, why, values }) => {
    const [a, b] = values(timings);
    const holds = relation === '>' ? a > b : a >= b;
    return holds ? [] : [`${left} (${a} s) ${relation} ${right} (${b} s) does not hold: ${why}`];
  });
}

/**
 * Returns the durations as they are.
 *
 * @throws TimingsError
 */
export function checked(timings: Timings): Timings {
  const problems = violations(timings);
  if (problems.length > 0) throw new TimingsError(problems.join('\n'));
  return timings;
}
