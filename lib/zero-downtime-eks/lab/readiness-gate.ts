import type { KubernetesObject } from './template';

/** The Service in front of the pods. */
const SERVICE = 'payments';

/** Of a namespace whose pods get readiness gates from Auto Mode. */
const LABEL = 'eks.amazonaws.com/pod-readiness-gate-inject';

export interface TargetGroupBinding extends KubernetesObject {
  readonly spec: { readonly targetGroupARN?: string; readonly serviceRef?: { readonly name?: string } };
}

/** What registers the pods with a target group. */
export function bindingOf(manifests: readonly KubernetesObject[]): TargetGroupBinding | undefined {
  return manifests
    .filter((one): one is TargetGroupBinding => one.kind === 'TargetGroupBinding')
    .find(({ spec }) => spec?.serviceRef?.name === SERVICE);
}

/**
 * Whether the pods of a Deployment get the target group's readiness gate: only those in a namespace with the label, and only
 * those that are created after the binding.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
 */
export function hasReadinessGate(deployment: KubernetesObject, manifests: readonly KubernetesObject[]): boolean {
  const { namespace } = deployment.metadata;
  const labels = manifests.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace)?.metadata
    .labels;
  const binding = bindingOf(manifests);
  return (
    labels?.[LABEL] === 'enabled' && binding !== undefined && deployment.resource.after.includes(binding.resource.id)
  );
}
