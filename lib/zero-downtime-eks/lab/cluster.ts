import type { Assumptions } from './assumptions';
import { nextScale, type ReplicaSet } from './deployment-controller';
import { mayEvict } from './disruption-budget';
import { LabPod } from './lab-pod';
import { inDeletionOrder, isAvailable, isReady } from './pod-status';
import type { RolloutSpec } from './rollout-spec';
import type { Termination } from './runtime/kubelet';
import { nodeFor, type SchedulableNode } from './scheduler';
import type { TargetController } from './target-controller';

/** A node of the lab: a name and a zone, nothing that runs. */
export interface LabNode extends SchedulableNode {
  cordoned: boolean;
}

export interface ClusterProps {
  /** Scaled. */
  readonly spec: RolloutSpec;
  /** Scaled. */
  readonly assumptions: Assumptions;
  readonly nodes: readonly LabNode[];
  readonly targets: TargetController;
  /** The nth address of the lab. */
  readonly address: (n: number) => string;
  readonly port: number;
  readonly environment: (address: string) => Readonly<Record<string, string>>;
  /** Seconds of the lab's clock. */
  readonly now: () => number;
}

/** Addresses of the block are given out in turn: the first one is the load balancer's, the last one of the block taken. */
const ADDRESSES = { first: 2, count: 250 } as const;

/** The controllers of one Deployment, and its pods. */
export class Cluster {
  readonly pods = new Set<LabPod>();
  readonly nodes: LabNode[];
  readonly terminations: Termination[] = [];
  private restartsOfGone = 0;
  revision = 1;
  replicas: number;
  /** The controllers are being replaced, and see nothing. */
  paused = false;
  /** The pods of the beginning start at once. */
  instant = true;
  private readonly desired = new Map<number, number>();
  private readonly listeners = new Set<() => void>();
  private readonly gone: LabPod[] = [];
  private created = 0;
  private reconciling = false;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly props: ClusterProps) {
    this.nodes = [...props.nodes];
    this.replicas = props.spec.deployment.replicas;
  }

  /** Looks at everything, and does what the controllers would do now. */
  reconcile(): void {
    if (this.reconciling || this.closed) return;
    if (!this.paused) this.runControllers();
    for (const listener of this.listeners) listener();
  }

  private runControllers(): void {
    this.reconciling = true;
    // One moment for all: a pod that becomes available in between would be seen by neither the decision nor the alarm clock.
    const now = this.props.now();
    for (let changed = true; changed; ) {
      const [current, old] = this.replicaSets(now);
      const { deployment } = this.props.spec;
      const change = nextScale({ ...deployment, replicas: this.replicas }, current, old);
      for (const [revision, replicas] of change) this.desired.set(revision, replicas);
      changed = change.size > 0;
      for (const [revision, replicas] of this.desired) this.applyReplicas(revision, replicas);
    }
    this.reconciling = false;
    this.wakeForMinReady(now);
  }

  /** Resolves as soon as the condition is true; false when the time, in seconds, is over before. */
  until(condition: () => boolean, seconds = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (met: boolean) => {
        this.listeners.delete(check);
        clearTimeout(timer);
        resolve(met);
      };
      const check = () => condition() && done(true);
      const timer = Number.isFinite(seconds) ? setTimeout(() => done(false), seconds * 1_000) : undefined;
      this.listeners.add(check);
    });
  }

  /** The Eviction API: deletes the pod, or refuses because of the PodDisruptionBudget. */
  evict(pod: LabPod): boolean {
    if (!mayEvict(this.props.spec.budget, pod, [...this.pods], this.replicas)) return false;
    this.delete(pod);
    return true;
  }

  /** A node that pods can be put on. */
  addNode(name: string, zone: string): LabNode {
    const node = { name, zone, cordoned: false };
    this.nodes.push(node);
    this.reconcile();
    return node;
  }

  /** The node and its pods are no more; nobody asked them. */
  async loseNode(node: LabNode): Promise<void> {
    const index = this.nodes.indexOf(node);
    if (index >= 0) this.nodes.splice(index, 1);
    await Promise.all(this.podsOn(node).map((pod) => pod.lose()));
  }

  /** Pods of a node that still run. */
  podsOn({ name }: LabNode): readonly LabPod[] {
    return [...this.pods].filter(({ node }) => node === name);
  }

  /** Whether as many pods of the newest revision as wanted are available, and no others run. */
  get settled(): boolean {
    const [current, old] = this.replicaSets();
    return (
      current.available === this.replicas && current.running === this.replicas && old.every((set) => set.running === 0)
    );
  }

  /** Containers that were started again. */
  get restarts(): number {
    return [...this.pods].reduce((sum, { restarts }) => sum + restarts, this.restartsOfGone);
  }

  /** How far a rollout is: whatever of it changes is progress. */
  get progress(): string {
    const [current, old] = this.replicaSets();
    return [current, ...old].map(({ replicas, available }) => `${replicas}/${available}`).join(' ');
  }

  /** What each pod is waiting for. */
  get state(): readonly string[] {
    return [...this.pods].map((pod) => {
      const { name, node, containersReady, targetHealthy, terminating, restarts } = pod;
      const conditions = [
        containersReady ? 'containers ready' : 'containers not ready',
        targetHealthy === false ? 'target not healthy' : undefined,
        terminating ? 'terminating' : undefined,
        restarts > 0 ? `${restarts} restarts` : undefined,
      ];
      return `${name} on ${node}: ${conditions.filter(Boolean).join(', ')}; ${pod.log.at(-1) ?? 'it said nothing'}`;
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.all([...this.pods, ...this.gone].map((pod) => pod.close()));
  }

  private replicaSets(now = this.props.now()): readonly [ReplicaSet, readonly ReplicaSet[]] {
    const revisions = new Set([...this.desired.keys(), this.revision]);
    const sets = [...revisions].sort((one, other) => one - other).map((revision) => this.replicaSet(revision, now));
    const current = sets.at(-1) ?? this.replicaSet(this.revision, now);
    return [current, sets.slice(0, -1)];
  }

  private replicaSet(revision: number, now: number): ReplicaSet {
    const pods = [...this.pods].filter((pod) => pod.revision === revision);
    const { minReadySeconds } = this.props.spec.deployment;
    const available = pods.filter((pod) => isAvailable(pod, minReadySeconds, now)).length;
    return { revision, replicas: this.desired.get(revision) ?? 0, available, running: pods.length };
  }

  private applyReplicas(revision: number, replicas: number): void {
    const active = [...this.pods].filter((pod) => pod.revision === revision && !pod.terminating);
    const surplus = active.length - replicas;
    for (const { name } of inDeletionOrder(active).slice(0, Math.max(0, surplus))) {
      const pod = active.find((one) => one.name === name);
      if (pod) this.delete(pod);
    }
    for (let missing = -surplus; missing > 0 && this.create(revision); missing -= 1);
  }

  /** @returns false where no node takes it: it stays Pending, and is tried again with the next change */
  private create(revision: number): boolean {
    const { spec, assumptions, address, port, environment, now, targets } = this.props;
    const node = nodeFor(this.nodes, [...this.pods], spec.pod.topologySpread, revision);
    if (node === undefined) return false;
    this.created += 1;
    const own = address(ADDRESSES.first + (this.created % ADDRESSES.count));
    const pod = new LabPod({
      name: `payments-${revision}-${this.created}`,
      revision,
      node: node.name,
      address: own,
      port,
      spec: spec.pod,
      image: spec.image,
      environment: { ...environment(own), RELEASE: `release-${revision}` },
      assumptions,
      idleSeconds: spec.loadBalancing.idleTimeoutSeconds,
      now,
      onChange: (changed) => {
        if (this.closed) return;
        targets.observe(changed);
        if (changed.gone && this.pods.delete(changed)) this.left(changed);
        this.reconcile();
      },
    });
    this.pods.add(pod);
    void pod.start(this.instant ? 0 : assumptions.imagePullSeconds);
    return true;
  }

  /** Its wire stays until the load balancer has forgotten it. */
  private left(pod: LabPod): void {
    this.restartsOfGone += pod.restarts;
    this.gone.push(pod);
    if (this.gone.length > this.replicas * 4) void this.gone.shift()?.close();
  }

  private delete(pod: LabPod): void {
    if (pod.terminating) return;
    void pod.delete().then((termination) => this.terminations.push(termination));
  }

  /** A pod becomes available by time alone. */
  private wakeForMinReady(now: number): void {
    const { minReadySeconds } = this.props.spec.deployment;
    const due = [...this.pods]
      .filter((pod) => isReady(pod) && !pod.terminating && !isAvailable(pod, minReadySeconds, now))
      .map(({ readySince = now }) => readySince + minReadySeconds - now);
    clearTimeout(this.timer);
    if (due.length > 0) this.timer = setTimeout(() => this.reconcile(), Math.min(...due) * 1_000 + 1);
  }
}
