import { isReady, type PodStatus } from './pod-status';
import { type IntOrPercent, quantity } from './quantities';

/** The spec of a PodDisruptionBudget. */
export interface DisruptionBudget {
  readonly minAvailable?: IntOrPercent;
  readonly maxUnavailable?: IntOrPercent;
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow';
}

/**
 * Whether the eviction API lets a pod go now, or answers 429. Shares are rounded up, of both kinds.
 *
 * @param pods all that the budget selects
 * @param expected replicas that their Deployment asks for
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export function mayEvict(
  budget: DisruptionBudget | undefined,
  pod: PodStatus,
  pods: readonly PodStatus[],
  expected: number,
): boolean {
  if (budget === undefined || pod.terminating) return true;
  const { healthy, desired } = counts(budget, pods, expected);
  if (isReady(pod)) return healthy - desired > 0;
  return budget.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (healthy >= desired && desired > 0);
}

/** How many pods are healthy, and how many have to be. */
export function counts(
  { minAvailable, maxUnavailable }: DisruptionBudget,
  pods: readonly PodStatus[],
  expected: number,
): { readonly healthy: number; readonly desired: number } {
  const healthy = pods.filter((pod) => !pod.terminating && isReady(pod)).length;
  if (maxUnavailable !== undefined) {
    return { healthy, desired: Math.max(0, expected - quantity(maxUnavailable, expected, 'up')) };
  }
  return { healthy, desired: minAvailable === undefined ? 0 : quantity(minAvailable, expected, 'up') };
}
