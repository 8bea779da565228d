import {
  at,
  beside,
  type Check,
  type KubernetesObject,
  kindOf,
  nameOf,
  namespaceOf,
  numberOf,
  titleOf,
} from './kubernetes-object';
import { selectedBy } from './pods';
import { parseShare } from './quantity';

/** Whether a PodDisruptionBudget protects something, and can be satisfied: otherwise a drain waits for ever. */
export const checkBudget: Check = (object, all, report) => {
  if (kindOf(object) !== 'PodDisruptionBudget') return;
  const [least, most] = ['minAvailable', 'maxUnavailable'].map((field) => at(object, 'spec', field));
  if ((least === undefined) === (most === undefined)) report('spec', 'needs either minAvailable or maxUnavailable');
  const protectedBy = (budget: KubernetesObject): readonly KubernetesObject[] =>
    selectedBy(at(budget, 'spec', 'selector'), namespaceOf(budget), all);
  const workloads = protectedBy(object);
  if (workloads.length === 0) report('spec.selector', 'selects no pods');
  const replicas = workloads.reduce((sum, workload) => sum + leastReplicas(workload, all), 0);
  if (workloads.length > 0 && most !== undefined) {
    const allowed = parseShare(most, replicas, Math.ceil);
    if (allowed === undefined) report('spec.maxUnavailable', 'is neither a number nor a percentage');
    if (allowed === 0)
      report('spec.maxUnavailable', `${JSON.stringify(most)} never lets a pod go: a drain waits for ever`);
  }
  if (workloads.length > 0 && least !== undefined) {
    const needed = parseShare(least, replicas, Math.ceil);
    if (needed === undefined) report('spec.minAvailable', 'is neither a number nor a percentage');
    else if (needed >= replicas) {
      report(
        'spec.minAvailable',
        `${JSON.stringify(least)} of ${replicas} never lets a pod go: a drain waits for ever`,
      );
    }
  }
  // https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
  for (const other of beside(object, all, 'PodDisruptionBudget')) {
    if (other !== object && protectedBy(other).some((workload) => workloads.includes(workload))) {
      report('spec.selector', `${titleOf(other)} selects the same pods, and nobody may evict what two budgets protect`);
    }
  }
};

/** Pods of a workload when there are fewest. */
export function leastReplicas(workload: KubernetesObject, all: readonly KubernetesObject[]): number {
  const autoscaler = beside(workload, all, 'HorizontalPodAutoscaler').find(
    (each) =>
      at(each, 'spec', 'scaleTargetRef', 'kind') === kindOf(workload) &&
      at(each, 'spec', 'scaleTargetRef', 'name') === nameOf(workload),
  );
  if (autoscaler !== undefined) return numberOf(at(autoscaler, 'spec', 'minReplicas')) ?? 1;
  return numberOf(at(workload, 'spec', 'replicas')) ?? 1;
}
