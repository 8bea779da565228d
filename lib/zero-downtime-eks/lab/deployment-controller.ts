import { type IntOrPercent, quantity } from './quantities';

/** What a Deployment asks for. */
export interface DeploymentSpec {
  readonly replicas: number;
  readonly strategy: Strategy;
}

export type Strategy =
  | { readonly type: 'RollingUpdate'; readonly maxSurge: IntOrPercent; readonly maxUnavailable: IntOrPercent }
  | { readonly type: 'Recreate' };

/** The pods of one revision. */
export interface ReplicaSet {
  readonly revision: number;
  /** How many it is asked for. */
  readonly replicas: number;
  /** How many have been ready for minReadySeconds and do not terminate. */
  readonly available: number;
  /** How many still run, those that terminate included. */
  readonly running: number;
}

/** How far a rolling update may leave the number of replicas. */
export interface Fenceposts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * Shares of a surge are rounded up, those that may be missing down; where both are nothing one may be missing.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function fenceposts({ replicas, strategy }: DeploymentSpec): Fenceposts {
  if (strategy.type === 'Recreate') return { maxSurge: 0, maxUnavailable: replicas };
  const maxSurge = quantity(strategy.maxSurge, replicas, 'up');
  const maxUnavailable = Math.min(quantity(strategy.maxUnavailable, replicas, 'down'), replicas);
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? Math.min(1, replicas) : maxUnavailable };
}

/** Replicas of each revision, by its number. */
export type Scale = ReadonlyMap<number, number>;

/**
 * What the deployment controller asks for next, as Kubernetes' own does it: in one round it only adds new pods or only
 * removes old ones, so it is asked again until nothing changes.
 *
 * @param old oldest first
 * @returns revisions whose number changes
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/rolling.go
 */
export function nextScale(spec: DeploymentSpec, current: ReplicaSet, old: readonly ReplicaSet[]): Scale {
  if (spec.strategy.type === 'Recreate') return recreate(spec, current, old);
  const { maxSurge, maxUnavailable } = fenceposts(spec);
  const total = sum([current, ...old], ({ replicas }) => replicas);
  const room = Math.min(spec.replicas + maxSurge - total, spec.replicas - current.replicas);
  if (current.replicas > spec.replicas) return new Map([[current.revision, spec.replicas]]);
  if (room > 0) return new Map([[current.revision, current.replicas + room]]);

  const minAvailable = spec.replicas - maxUnavailable;
  const removable = total - minAvailable - (current.replicas - current.available);
  if (removable <= 0) return new Map();
  const kept = withoutUnhealthy(old, removable);
  const available = sum([current, ...old], (set) => set.available);
  let surplus = Math.max(0, available - minAvailable);
  const scale = new Map<number, number>();
  for (const set of old) {
    const healthy = kept.get(set.revision) ?? set.replicas;
    const fewer = Math.min(healthy, surplus);
    surplus -= fewer;
    if (healthy - fewer < set.replicas) scale.set(set.revision, healthy - fewer);
  }
  return scale;
}

/** Old pods that are not available go first: nobody misses them. */
function withoutUnhealthy(old: readonly ReplicaSet[], most: number): Map<number, number> {
  let left = most;
  const kept = new Map<number, number>();
  for (const { revision, replicas, available } of old) {
    const fewer = Math.min(left, Math.max(0, replicas - available));
    left -= fewer;
    kept.set(revision, replicas - fewer);
  }
  return kept;
}

/** New pods come when the last old one is gone. */
function recreate({ replicas }: DeploymentSpec, current: ReplicaSet, old: readonly ReplicaSet[]): Scale {
  const remaining = old.filter((set) => set.replicas > 0);
  if (remaining.length > 0) return new Map(remaining.map(({ revision }) => [revision, 0]));
  const gone = old.every(({ running }) => running === 0);
  return gone && current.replicas !== replicas ? new Map([[current.revision, replicas]]) : new Map();
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
