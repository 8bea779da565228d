import { get } from 'node:http';
import type { Assumptions } from './assumptions';
import type { LabPod } from './lab-pod';
import type { LoadBalancingSpec } from './rollout-spec';
import type { LoadBalancer } from './runtime/load-balancer';

/** What the load balancer knows of a target. */
interface Target {
  state: 'unused' | 'initial' | 'healthy' | 'unhealthy' | 'draining';
  /** Whether the pod should be one, as the controller sees it. */
  wanted: boolean;
  /** Health checks that went the same way in a row. */
  passed: number;
  failed: number;
  /** The load balancer knows it. */
  registered: boolean;
  /** Of 0 to 256, as it was told last. */
  weight: number;
}

export interface TargetControllerProps {
  readonly loadBalancer: LoadBalancer;
  readonly spec: LoadBalancingSpec;
  readonly assumptions: Assumptions;
  /** The controller found the target of a pod healthy, and sets the condition of the readiness gate. */
  readonly onGate: (pod: LabPod) => void;
}

/**
 * Registers pods as targets and takes them out again, each time only after what it takes to get around; and checks their
 * health with real requests, as the load balancer does.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export class TargetController {
  private readonly targets = new Map<LabPod, Target>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** No delays: for the pods that were there before the lab began. */
  instant = true;
  /** The controller is being replaced, and sees nothing. */
  paused = false;
  private closed = false;

  constructor(private readonly props: TargetControllerProps) {}

  /** A pod has changed. One with a readiness gate is registered before it is Ready, or it never would be. */
  observe(pod: LabPod): void {
    const target = this.targets.get(pod) ?? newTarget();
    this.targets.set(pod, target);
    const wanted = pod.containersReady && !pod.terminating;
    if (target.wanted === wanted) return;
    target.wanted = wanted;
    const { registrationSeconds, propagationSeconds } = this.props.assumptions;
    this.after(wanted ? registrationSeconds : propagationSeconds, () => this.apply(pod, target));
  }

  /** Whether the load balancer sends requests to the pod. */
  isHealthy(pod: LabPod): boolean {
    const target = this.targets.get(pod);
    return target?.state === 'healthy' && target.registered;
  }

  /** The controller is back, and sees what has changed. */
  resume(): void {
    this.paused = false;
    for (const [pod, target] of this.targets) this.apply(pod, target);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.targets.clear();
  }

  private apply(pod: LabPod, target: Target): void {
    if (this.paused) return;
    const { state, wanted } = target;
    if (wanted && state === 'unused') {
      target.state = 'initial';
      this.check(pod, target);
    } else if (!wanted && state !== 'unused' && state !== 'draining') {
      this.unlessClosed(this.deregister(pod, target));
    }
  }

  private async deregister(pod: LabPod, target: Target): Promise<void> {
    target.state = 'draining';
    if (target.registered) {
      target.registered = false;
      await this.props.loadBalancer.deregister(pod.endpoint, this.props.spec.deregistrationDelaySeconds);
    }
    target.state = 'unused';
    if (pod.gone) this.targets.delete(pod);
    else this.apply(pod, target);
  }

  /** One health check, and the next ones after it. */
  private check(pod: LabPod, target: Target): void {
    if (target.state === 'draining' || target.state === 'unused') return;
    const { healthCheck } = this.props.spec;
    const { intervalSeconds, timeoutSeconds, path } = healthCheck;
    void answers(pod, path, timeoutSeconds).then((passed) => {
      if (target.state === 'draining' || target.state === 'unused') return;
      this.count(pod, target, passed);
      this.after(intervalSeconds, () => this.check(pod, target));
    });
  }

  private count(pod: LabPod, target: Target, passed: boolean): void {
    const { healthyThreshold, unhealthyThreshold } = this.props.spec.healthCheck;
    target.passed = passed ? target.passed + 1 : 0;
    target.failed = passed ? 0 : target.failed + 1;
    if (target.state === 'initial' && passed) this.unlessClosed(this.firstHealthy(pod, target));
    else if (target.state === 'healthy' && target.failed >= unhealthyThreshold) this.turn(target, 'unhealthy');
    else if (target.state === 'unhealthy' && target.passed >= healthyThreshold) this.turn(target, 'healthy');
  }

  /** One passed check is enough for a new target. */
  private async firstHealthy(pod: LabPod, target: Target): Promise<void> {
    target.state = 'healthy';
    await this.props.loadBalancer.register(pod.endpoint);
    target.registered = true;
    target.weight = SHARE;
    // It was taken out in the meantime.
    if (target.state !== 'healthy') await this.deregister(pod, target);
    this.share();
    // The controller asks now and then; on average half of its period goes by.
    this.after(this.props.assumptions.gatePollSeconds / 2, () => this.props.onGate(pod));
  }

  private turn(target: Target, state: 'healthy' | 'unhealthy'): void {
    target.state = state;
    this.share();
  }

  /** Healthy targets get the same share; when none is healthy, all do. */
  private share(): void {
    const known = [...this.targets].filter(([, { registered }]) => registered);
    const failOpen = known.every(([, { state }]) => state === 'unhealthy');
    for (const [pod, target] of known) {
      const weight = failOpen || target.state === 'healthy' ? SHARE : 0;
      if (weight === target.weight) continue;
      target.weight = weight;
      this.unlessClosed(this.props.loadBalancer.setWeights([{ target: pod.endpoint, weight }]));
    }
  }

  /** The load balancer may end while it is being told something. */
  private unlessClosed(work: Promise<unknown>): void {
    void work.catch((error: unknown) => {
      if (!this.closed) throw error;
    });
  }

  private after(seconds: number, then: () => void): void {
    if (this.closed) return;
    if (this.instant && seconds !== this.props.spec.healthCheck.intervalSeconds) {
      then();
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      then();
    }, seconds * 1_000);
    this.timers.add(timer);
  }
}

/** What a target is registered with. */
const SHARE = 100;

function newTarget(): Target {
  return { state: 'unused', wanted: false, passed: 0, failed: 0, registered: false, weight: SHARE };
}

/** Whether a pod answers a request on a connection of its own with 200. */
function answers({ address, port }: LabPod, path: string, timeoutSeconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: address, port, path, agent: false, timeout: timeoutSeconds * 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
