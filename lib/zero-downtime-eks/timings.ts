import { ASSUMPTIONS } from './lab/assumptions';
import { checked } from './timing-rules';

export { inequalities, violations } from './timing-rules';

/** Every duration of the exercise that another one depends on, in seconds. Nothing else types them. */
export interface Timings {
  /**
   * The longest that a payment takes: the card network's answer, `processingMilliseconds` at its most. A ledger that is away
   * adds up to 20 s, which `idleTimeout` has room for and `drain` has not: the client's retry carries such a payment on.
   */
  readonly longestRequest: number;
  /** From a pod's deletion until no part of the load balancer sends it a new request. Assumed, as the lab assumes it. */
  readonly propagation: number;
  /** The native sleep before SIGTERM. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ */
  readonly preStop: number;
  /** From SIGTERM until the server ends whatever happens, by itself and with the names of what it cut off. */
  readonly drain: number;
  /** From the deletion until SIGKILL; preStop is part of it. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
  readonly grace: number;
  /** How long a deregistered target may finish its requests. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
  readonly deregistrationDelay: number;
  /** Without data for this long the load balancer closes a connection, of a client or to a target; 60 is AWS's default. */
  readonly idleTimeout: number;
  /** The server closes a connection that has been idle for this long. */
  readonly keepAlive: number;
  /** Between health checks of the load balancer; 5 is the least. */
  readonly healthCheckInterval: number;
  /** Of one health check. */
  readonly healthCheckTimeout: number;
  /** Checks in a row, a number and no seconds; 2 is the least. */
  readonly healthyThreshold: number;
  /** Checks in a row, a number and no seconds; 2 is the least. */
  readonly unhealthyThreshold: number;
  /** From a pod's Ready until it counts as available, and the next old one may go. */
  readonly minReady: number;
  /** A server that has not reached its database by then is broken: node, network, credentials. */
  readonly longestStart: number;
  /** What the startup probe waits: period x failures. */
  readonly startupBudget: number;
  /** Until readiness takes a pod out: period x failures. */
  readonly readinessBudget: number;
  /** Until liveness restarts it: period x failures. */
  readonly livenessBudget: number;
  /** Without progress for this long a rollout is reported as failed. */
  readonly progressDeadline: number;
  /** After this Karpenter takes a node away from whatever is still on it. */
  readonly nodeTermination: number;
  /** From the notice until AWS takes a Spot Instance away. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
  readonly spotNotice: number;
}

/** Of a probe: seconds, and how often it fails in a row before it is believed. */
export interface ProbeTimes {
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
}

/** Startup is asked often, as nothing else happens before it; liveness seldom, as its cure costs most. */
export const PROBES: Readonly<Record<'startup' | 'readiness' | 'liveness', ProbeTimes>> = {
  startup: { period: 2, timeout: 1, failures: 30 },
  readiness: { period: 5, timeout: 2, failures: 2 },
  liveness: { period: 10, timeout: 5, failures: 6 },
};

const budget = ({ period, failures }: ProbeTimes): number => period * failures;

/** What is taken for granted, of payments and of AWS. The rest has to fit these. */
export const ASSUMED = {
  longestRequest: 30,
  propagation: ASSUMPTIONS.propagationSeconds,
  longestStart: 30,
  spotNotice: ASSUMPTIONS.spotNoticeSeconds,
} as const;

/** Those of the answer. */
export const TIMINGS: Timings = checked({
  ...ASSUMED,
  preStop: 45,
  drain: 35,
  grace: 90,
  deregistrationDelay: 35,
  idleTimeout: 60,
  keepAlive: 75,
  healthCheckInterval: 5,
  healthCheckTimeout: 2,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  minReady: 15,
  startupBudget: budget(PROBES.startup),
  readinessBudget: budget(PROBES.readiness),
  livenessBudget: budget(PROBES.liveness),
  progressDeadline: 300,
  nodeTermination: 3600,
});
