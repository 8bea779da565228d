/** A pod as the API server tells of it. */
export interface PodStatus {
  readonly name: string;
  /** Of the Deployment that made it. */
  readonly revision: number;
  readonly node: string;
  /** The containers passed their readiness probe. */
  readonly containersReady: boolean;
  /** The load balancer found it healthy. Absent where the pod has no readiness gate. */
  readonly targetHealthy?: boolean;
  /** It is asked to go, and its grace period runs. */
  readonly terminating: boolean;
  /** Since when it is Ready, in seconds of the lab's clock. Absent while it is not. */
  readonly readySince?: number;
}

/** The condition `Ready`: containers and every readiness gate. Terminating or not. */
export function isReady({ containersReady, targetHealthy }: Omit<PodStatus, 'readySince'>): boolean {
  return containersReady && targetHealthy !== false;
}

/** Ready for minReadySeconds: a Deployment counts on it. */
export function isAvailable({ terminating, readySince }: PodStatus, minReadySeconds: number, now: number): boolean {
  return !terminating && readySince !== undefined && now - readySince >= minReadySeconds;
}

/**
 * Which of a ReplicaSet's pods goes first: one that is not ready, one whose node has more of them, the one that has been
 * ready for the shortest time.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
 */
export function inDeletionOrder(pods: readonly PodStatus[]): readonly PodStatus[] {
  const onNode = new Map<string, number>();
  for (const { node } of pods) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  const rank = (pod: PodStatus) => [
    pod.readySince === undefined ? 0 : 1,
    -(onNode.get(pod.node) ?? 0),
    -(pod.readySince ?? 0),
  ];
  return [...pods].sort((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    const index = a.findIndex((value, at) => value !== b[at]);
    return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
  });
}
