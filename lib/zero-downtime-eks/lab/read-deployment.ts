import type { Strategy } from './deployment-controller';
import type { DisruptionBudget } from './disruption-budget';
import { readPod } from './read-pod';
import { hasReadinessGate } from './readiness-gate';
import type { PodSpec, RolloutSpec } from './rollout-spec';
import { RolloutSpecError } from './rollout-spec-error';
import type { KubernetesObject, StackArtifacts } from './template';

/** The Deployment of the payment service, and its namespace. */
const PAYMENTS = 'payments';

/** Of a Deployment what the lab reads. */
export interface DeploymentManifest {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly progressDeadlineSeconds?: number;
  readonly strategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
  };
  readonly template: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec: Readonly<Record<string, unknown>>;
  };
}

interface DisruptionBudgetManifest extends Partial<DisruptionBudget> {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

/** What a Deployment does by itself. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/ */
const DEFAULTS = { replicas: 1, minReadySeconds: 0, progressDeadlineSeconds: 600, share: '25%' } as const;

export interface ReadDeployment extends Pick<RolloutSpec, 'deployment' | 'budget'> {
  readonly pod: PodSpec;
  /** Of the container, as the manifest names it. */
  readonly image: string;
}

/** @throws RolloutSpecError */
export function readDeployment({ manifests }: StackArtifacts): ReadDeployment {
  const deployments = manifests.filter(({ kind, metadata: { name } }) => kind === 'Deployment' && name === PAYMENTS);
  const [deployment] = deployments;
  if (deployment === undefined) throw new RolloutSpecError(`the stack has no Deployment ${PAYMENTS}`);
  const { namespace = 'default' } = deployment.metadata;
  const spec = deployment.spec as DeploymentManifest;
  const labels = spec.template.metadata?.labels ?? {};
  const budget = manifests
    .filter((one) => inNamespace(one, 'PodDisruptionBudget', namespace))
    .find((one) => selects(one.spec as DisruptionBudgetManifest, labels));
  return {
    ...readPod(spec.template.spec, hasReadinessGate(deployment, manifests)),
    deployment: {
      replicas: spec.replicas ?? autoscaled(manifests) ?? DEFAULTS.replicas,
      strategy: strategyOf(spec.strategy),
      minReadySeconds: spec.minReadySeconds ?? DEFAULTS.minReadySeconds,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? DEFAULTS.progressDeadlineSeconds,
    },
    ...(budget && { budget: budgetOf(budget.spec as DisruptionBudgetManifest) }),
  };
}

function strategyOf({ type, rollingUpdate }: NonNullable<DeploymentManifest['strategy']> = {}): Strategy {
  if (type === 'Recreate') return { type };
  const { maxSurge = DEFAULTS.share, maxUnavailable = DEFAULTS.share } = rollingUpdate ?? {};
  return { type: 'RollingUpdate', maxSurge, maxUnavailable };
}

function budgetOf({
  minAvailable,
  maxUnavailable,
  unhealthyPodEvictionPolicy,
}: DisruptionBudgetManifest): DisruptionBudget {
  return {
    ...(minAvailable !== undefined && { minAvailable }),
    ...(maxUnavailable !== undefined && { maxUnavailable }),
    unhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? 'IfHealthyBudget',
  };
}

function selects({ selector }: DisruptionBudgetManifest, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return wanted.every(([name, value]) => labels[name] === value);
}

function inNamespace({ kind, metadata }: KubernetesObject, wanted: string, namespace: string): boolean {
  return kind === wanted && (metadata.namespace ?? 'default') === namespace;
}

/** The fewest that an autoscaler leaves the Deployment with. */
function autoscaled(manifests: readonly KubernetesObject[]): number | undefined {
  return manifests
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .map(({ spec }) => spec as { readonly minReplicas?: number; readonly scaleTargetRef?: { readonly name?: string } })
    .find(({ scaleTargetRef }) => scaleTargetRef?.name === PAYMENTS)?.minReplicas;
}
