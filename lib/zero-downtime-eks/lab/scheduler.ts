import type { PodStatus } from './pod-status';

/** A node that pods can be put on. */
export interface SchedulableNode {
  readonly name: string;
  readonly zone: string;
  /** Cordoned nodes take no new pods. */
  readonly cordoned: boolean;
}

/** One of a pod's topologySpreadConstraints. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  /** matchLabelKeys has pod-template-hash: each release is spread by itself. */
  readonly eachRevision: boolean;
  /** nodeTaintsPolicy is Honor: cordoned nodes make no domain. */
  readonly honoursCordon: boolean;
}

/**
 * The node for a new pod. Without constraints the fullest one: Kubernetes promises nothing, and Karpenter packs.
 *
 * @returns undefined where no node may take it: the pod stays Pending
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function nodeFor<T extends SchedulableNode>(
  nodes: readonly T[],
  pods: readonly PodStatus[],
  constraints: readonly SpreadConstraint[],
  revision: number,
): T | undefined {
  const staying = pods.filter(({ terminating }) => !terminating);
  const counted = ({ eachRevision }: SpreadConstraint) =>
    staying.filter((pod) => !eachRevision || pod.revision === revision);
  const open = nodes.filter(({ cordoned }) => !cordoned);
  const fitting = open.filter((node) =>
    constraints.every(
      (constraint) =>
        constraint.whenUnsatisfiable === 'ScheduleAnyway' ||
        skew(node, nodes, counted(constraint), constraint) <= constraint.maxSkew,
    ),
  );
  const onNode = ({ name }: T) => staying.filter(({ node }) => node === name).length;
  const score = (node: T) => constraints.map((constraint) => skew(node, nodes, counted(constraint), constraint));
  const fullestFirst = [...fitting].sort((one, other) => onNode(other) - onNode(one));
  if (constraints.length === 0) return fullestFirst[0];
  return [...fitting].sort((one, other) => compare([...score(one), onNode(one)], [...score(other), onNode(other)]))[0];
}

/** How uneven the pods would be if the node got one more. Pods that terminate do not count. */
function skew(
  node: SchedulableNode,
  nodes: readonly SchedulableNode[],
  pods: readonly PodStatus[],
  { topologyKey, honoursCordon }: SpreadConstraint,
): number {
  const domainOf = ({ name, zone }: SchedulableNode) => (topologyKey === 'kubernetes.io/hostname' ? name : zone);
  const inDomain = (domain: string) =>
    pods.filter((pod) => nodes.some((one) => one.name === pod.node && domainOf(one) === domain)).length;
  const domains = nodes.filter(({ cordoned }) => !(honoursCordon && cordoned));
  const least = Math.min(...domains.map((one) => inDomain(domainOf(one))));
  return inDomain(domainOf(node)) + 1 - least;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}
