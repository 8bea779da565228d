import { type ProbeSpec, readRolloutSpec } from './lab/rollout-spec';
import { readStack } from './lab/template';
import { at } from './manifest-checks/kubernetes-object';
import { parseDuration } from './manifest-checks/node-pool';
import { ASSUMED, type Timings } from './timings';

/**
 * The durations as the synthesized stack has them. What is assumed of people's payments and of AWS is in no template.
 *
 * @param assembly folder of the synthesized cloud assembly
 * @throws RolloutSpecError
 */
export function readTimings(assembly: string): Timings {
  const { pod, deployment, loadBalancing } = readRolloutSpec(assembly);
  const { environment, preStop, startupProbe, readinessProbe, livenessProbe } = pod;
  return {
    ...ASSUMED,
    preStop: preStop !== undefined && 'sleepSeconds' in preStop ? preStop.sleepSeconds : 0,
    drain: Number(environment.DRAIN_SECONDS),
    grace: pod.terminationGracePeriodSeconds,
    keepAlive: Number(environment.KEEP_ALIVE_SECONDS),
    deregistrationDelay: loadBalancing.deregistrationDelaySeconds,
    idleTimeout: loadBalancing.idleTimeoutSeconds,
    healthCheckInterval: loadBalancing.healthCheck.intervalSeconds,
    healthCheckTimeout: loadBalancing.healthCheck.timeoutSeconds,
    healthyThreshold: loadBalancing.healthCheck.healthyThreshold,
    unhealthyThreshold: loadBalancing.healthCheck.unhealthyThreshold,
    minReady: deployment.minReadySeconds,
    progressDeadline: deployment.progressDeadlineSeconds,
    startupBudget: budget(startupProbe),
    readinessBudget: budget(readinessProbe),
    livenessBudget: budget(livenessProbe),
    nodeTermination: nodeTermination(assembly),
  };
}

/** Seconds until the probe is believed; 0 where there is none. */
const budget = (probe?: ProbeSpec): number => (probe ? probe.periodSeconds * probe.failureThreshold : 0);

/** Auto Mode gives 24 hours where a NodePool says nothing. https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html */
function nodeTermination(assembly: string): number {
  const pools = readStack(assembly).manifests.filter(({ kind }) => kind === 'NodePool');
  const periods = pools.map(({ spec }) =>
    parseDuration(at(spec, 'template', 'spec', 'terminationGracePeriod') ?? '24h'),
  );
  return Math.min(...periods.map((period) => period ?? 0));
}
