import type { Assumptions } from './assumptions';
import { isReady, type PodStatus } from './pod-status';
import type { ImageSpec, PodSpec } from './rollout-spec';
import { type Termination, terminate } from './runtime/kubelet';
import { type Endpoint, type Link, startLink } from './runtime/link';
import { type Pod, startPod } from './runtime/pod';
import { type Probes, startProbes } from './runtime/probes';

/** What a pod is made of; times in real seconds. */
export interface LabPodProps {
  readonly name: string;
  readonly revision: number;
  readonly node: string;
  /** Of its own, 127.x.y.z. */
  readonly address: string;
  readonly port: number;
  readonly spec: PodSpec;
  readonly image: ImageSpec;
  readonly environment: Readonly<Record<string, string>>;
  readonly assumptions: Assumptions;
  /** After this time without a byte the load balancer closes its connection to the pod. */
  readonly idleSeconds: number;
  /** Seconds of the lab's clock. */
  readonly now: () => number;
  /** Told of every change. */
  readonly onChange: (pod: LabPod) => void;
}

/** A pod of one container, with what the kubelet does for it: the real process, its probes, its restarts, its end. */
export class LabPod implements PodStatus {
  readonly name: string;
  readonly revision: number;
  readonly node: string;
  readonly address: string;
  readonly port: number;
  containersReady = false;
  targetHealthy?: boolean;
  terminating = false;
  readySince?: number;
  /** Its last process has ended. */
  gone = false;
  restarts = 0;
  private container: Pod | undefined;
  private probes: Probes | undefined;
  private link: Link | undefined;
  private starting: Promise<void> = Promise.resolve();
  /** The startup or the liveness probe has failed for good. */
  private givenUp: Pod | undefined;

  constructor(private readonly props: LabPodProps) {
    this.name = props.name;
    this.revision = props.revision;
    this.node = props.node;
    this.address = props.address;
    this.port = props.port;
    if (props.spec.readinessGate) this.targetHealthy = false;
  }

  /** Where the load balancer reaches it, by a wire that takes time. */
  get endpoint(): Endpoint {
    return { address: this.address, port: this.port + 1 };
  }

  /** Lines that its container wrote, of the last one. */
  get log(): readonly string[] {
    return this.container?.log ?? [];
  }

  /** @param pullSeconds until the image is there, in real seconds */
  start(pullSeconds: number): Promise<void> {
    this.starting = this.startAll(pullSeconds);
    return this.starting;
  }

  private async startAll(pullSeconds: number): Promise<void> {
    const { address, port, props } = this;
    const { latencySeconds } = props.assumptions;
    const to = { address, port };
    this.link = await startLink({ from: this.endpoint, to, latencySeconds, idleSeconds: props.idleSeconds });
    await new Promise((resolve) => setTimeout(resolve, pullSeconds * 1_000));
    if (!this.terminating && !this.gone) await this.startContainer();
  }

  /** The controller found the target healthy. */
  openGate(): void {
    if (this.targetHealthy !== undefined) this.change(() => (this.targetHealthy = true));
  }

  /** Deletes it, as the API server and the kubelet do. */
  async delete(): Promise<Termination> {
    this.change(() => (this.terminating = true));
    const termination = await this.end();
    this.remove();
    return termination;
  }

  /** Its node is gone, and it with it; nobody told it. */
  async lose(): Promise<void> {
    this.change(() => (this.terminating = true));
    this.probes?.stop();
    await this.starting;
    await this.container?.kill();
    this.remove();
  }

  async close(): Promise<void> {
    const { gone } = this;
    this.gone = true;
    this.probes?.stop();
    await this.starting;
    if (!gone) await this.container?.kill();
    await this.link?.close();
  }

  private async startContainer(): Promise<void> {
    const { name, image, environment, spec } = this.props;
    const { command, folder } = image;
    const container = await startPod({ name, address: this.address, port: this.port, command, environment, folder });
    this.container = container;
    void container.exited.then(() => this.exited(container));
    if (this.terminating || this.gone) return;
    this.probes = startProbes(
      container,
      {
        ...(spec.startupProbe && { startup: spec.startupProbe }),
        ...(spec.readinessProbe && { readiness: spec.readinessProbe }),
        ...(spec.livenessProbe && { liveness: spec.livenessProbe }),
      },
      {
        // A container that liveness gives up is told so in the same turn, and stays ready until it has ended: the readiness
        // probe goes on, and knows nothing of it.
        onReady: (ready) => setImmediate(() => this.probed(container, ready)),
        onRestart: () => {
          this.givenUp = container;
          void this.end();
        },
      },
    );
  }

  private probed(container: Pod, ready: boolean): void {
    if (container !== this.container || container === this.givenUp || this.gone) return;
    this.change(() => (this.containersReady = ready));
  }

  /** A container that ends is started again, by restartPolicy Always, unless its pod is to go. */
  private async exited(container: Pod): Promise<void> {
    this.probes?.stop();
    this.change(() => (this.containersReady = false));
    if (this.terminating || this.gone || container !== this.container) return;
    this.restarts += 1;
    const backoff = this.restarts === 1 ? 0 : this.props.assumptions.restartBackoffSeconds * 2 ** (this.restarts - 2);
    await new Promise((resolve) => setTimeout(resolve, backoff * 1_000).unref());
    if (this.terminating || this.gone) return;
    this.starting = this.startContainer();
    await this.starting;
  }

  private async end(): Promise<Termination> {
    await this.starting;
    const { container, props } = this;
    if (container === undefined) return { seconds: 0, killed: false, preStopOutlived: false };
    this.probes?.terminating();
    const termination = await terminate(container, {
      ...(props.spec.preStop && { preStop: props.spec.preStop }),
      gracePeriodSeconds: props.spec.terminationGracePeriodSeconds,
      stopSignal: props.image.stopSignal,
      minimumGraceSeconds: props.assumptions.minimumGraceSeconds,
    });
    this.probes?.stop();
    return termination;
  }

  private remove(): void {
    this.probes?.stop();
    this.change(() => {
      this.containersReady = false;
      this.gone = true;
    });
  }

  /** Changes conditions, and Ready with them. */
  private change(apply: () => unknown): void {
    apply();
    const ready = isReady(this);
    if (ready && this.readySince === undefined) this.readySince = this.props.now();
    else if (!ready) delete this.readySince;
    this.props.onChange(this);
  }
}
