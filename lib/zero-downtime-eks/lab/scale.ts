import type { Assumptions } from './assumptions';
import type { LoadBalancingSpec, PodSpec, ProbeSpec, RolloutSpec } from './rollout-spec';

/** A rollout of the answer takes some minutes; divided by this it takes about a quarter of a minute. */
export const DEFAULT_FACTOR = 20;

/**
 * What probes and health checks time is this machine's own speed, which nothing scales: their timeouts, and no other
 * duration, end here; in seconds.
 */
const LEAST_TIMEOUT = 0.5;

/** Environment variables that are durations in seconds. */
const DURATIONS = ['KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS', 'BROKEN_SECONDS'];

/** The same with every duration divided by the factor. */
export function scaleSpec(spec: RolloutSpec, factor: number): RolloutSpec {
  const { deployment } = spec;
  return {
    ...spec,
    deployment: {
      ...deployment,
      minReadySeconds: deployment.minReadySeconds / factor,
      progressDeadlineSeconds: deployment.progressDeadlineSeconds / factor,
    },
    pod: scalePod(spec.pod, factor),
    loadBalancing: scaleLoadBalancing(spec.loadBalancing, factor),
  };
}

/** The same with every duration divided by the factor; the latency stays, as the network is not faster. */
export function scaleAssumptions(assumptions: Assumptions, factor: number): Assumptions {
  const scaled = Object.entries(assumptions).map(([name, seconds]) => [name, Number(seconds) / factor]);
  return { ...(Object.fromEntries(scaled) as unknown as Assumptions), latencySeconds: assumptions.latencySeconds };
}

function scalePod(pod: PodSpec, factor: number): PodSpec {
  const { preStop, startupProbe, readinessProbe, livenessProbe, environment } = pod;
  return {
    ...pod,
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds / factor,
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        DURATIONS.includes(name) ? (Number(value) / factor).toFixed(3) : value,
      ]),
    ),
    ...(preStop && 'sleepSeconds' in preStop && { preStop: { sleepSeconds: preStop.sleepSeconds / factor } }),
    ...(startupProbe && { startupProbe: scaleProbe(startupProbe, factor) }),
    ...(readinessProbe && { readinessProbe: scaleProbe(readinessProbe, factor) }),
    ...(livenessProbe && { livenessProbe: scaleProbe(livenessProbe, factor) }),
  };
}

function scaleProbe(probe: ProbeSpec, factor: number): ProbeSpec {
  return {
    ...probe,
    initialDelaySeconds: probe.initialDelaySeconds / factor,
    periodSeconds: probe.periodSeconds / factor,
    timeoutSeconds: scaleTimeout(probe.timeoutSeconds, factor),
  };
}

function scaleLoadBalancing(spec: LoadBalancingSpec, factor: number): LoadBalancingSpec {
  const { healthCheck } = spec;
  return {
    idleTimeoutSeconds: spec.idleTimeoutSeconds / factor,
    deregistrationDelaySeconds: spec.deregistrationDelaySeconds / factor,
    healthCheck: {
      ...healthCheck,
      intervalSeconds: healthCheck.intervalSeconds / factor,
      timeoutSeconds: scaleTimeout(healthCheck.timeoutSeconds, factor),
    },
  };
}

function scaleTimeout(seconds: number, factor: number): number {
  return Math.min(seconds, Math.max(seconds / factor, LEAST_TIMEOUT));
}
