import type { Strategy } from './deployment-controller';
import type { DisruptionBudget } from './disruption-budget';
import type { IntOrPercent } from './quantities';
import { readDeployment } from './read-deployment';
import { readImage } from './read-image';
import { readLoadBalancing } from './read-load-balancing';
import { readNodePool } from './read-node-pool';
import type { SpreadConstraint } from './scheduler';
import { readStack } from './template';

/** A probe by HTTP as Kubernetes counts it; times in seconds. */
export interface ProbeSpec {
  readonly path: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** What the kubelet does before it signals the main process. */
export type PreStop = { readonly sleepSeconds: number } | { readonly command: readonly string[] };

/** The pods of the payment service. */
export interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly preStop?: PreStop;
  readonly startupProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
  readonly livenessProbe?: ProbeSpec;
  /** The pod is not Ready before the load balancer finds it healthy. */
  readonly readinessGate: boolean;
  readonly topologySpread: readonly SpreadConstraint[];
  /** What of the environment is known before it is deployed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Override ENTRYPOINT and CMD of the image. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** What the image runs. */
export interface ImageSpec {
  /** The folder that `docker build` gets. */
  readonly folder: string;
  /** The main process with its arguments. */
  readonly command: readonly string[];
  readonly stopSignal: NodeJS.Signals;
}

/** How the load balancer treats its targets; times in seconds. */
export interface LoadBalancingSpec {
  readonly idleTimeoutSeconds: number;
  readonly deregistrationDelaySeconds: number;
  readonly healthCheck: {
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
  };
}

/** Everything of the deployable answer that decides what a rollout loses. */
export interface RolloutSpec {
  readonly deployment: {
    readonly replicas: number;
    readonly strategy: Strategy;
    readonly minReadySeconds: number;
    readonly progressDeadlineSeconds: number;
  };
  readonly pod: PodSpec;
  readonly image: ImageSpec;
  readonly budget?: DisruptionBudget;
  /** How many nodes may be replaced at a time: the least of these. */
  readonly disruptedNodes: readonly IntOrPercent[];
  readonly loadBalancing: LoadBalancingSpec;
}

/**
 * Reads what stack `ZeroDowntimeEks` would deploy: the Deployment `payments` and what stands around it.
 *
 * @param assembly folder of the synthesized cloud assembly
 * @throws RolloutSpecError naming what the template lacks
 */
export function readRolloutSpec(assembly: string): RolloutSpec {
  const stack = readStack(assembly);
  const { deployment, pod, budget, image } = readDeployment(stack);
  return {
    deployment,
    pod,
    image: readImage(stack, image, pod),
    ...(budget && { budget }),
    disruptedNodes: readNodePool(stack),
    loadBalancing: readLoadBalancing(stack),
  };
}
