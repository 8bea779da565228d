import type { Pod } from './pod';

/** A preStop hook: the native sleep, or a command that is run in the container. */
export type PreStop = { readonly sleepSeconds: number } | { readonly command: readonly string[] };

/** What a pod's manifest says of its end; all in real seconds. */
export interface TerminationSpec {
  /** @default - no hook */
  readonly preStop?: PreStop;
  readonly gracePeriodSeconds: number;
  /** STOPSIGNAL of the image. @default SIGTERM */
  readonly stopSignal?: NodeJS.Signals;
  /** What the kubelet leaves between the stop signal and SIGKILL at least. @default 2 */
  readonly minimumGraceSeconds?: number;
}

/** How a pod ended. */
export interface Termination {
  /** From the deletion until nothing of the pod was left. */
  readonly seconds: number;
  /** Whether it took SIGKILL. */
  readonly killed: boolean;
  /** Whether the hook still ran when the grace period was over. */
  readonly preStopOutlived: boolean;
  /** Exit code of the hook's command; a failure changes nothing. @default - no command, or it did not end in time */
  readonly preStopCode?: number;
}

/** minimumGracePeriodInSeconds of the kubelet. */
const MINIMUM_GRACE_SECONDS = 2;

/**
 * Ends a pod as the kubelet does: the hook first, its time taken off the grace period, then the stop signal to PID 1, and
 * SIGKILL when the rest is over, which is 2 s at least. (The kubelet takes whole seconds off, so that its pods may get
 * up to one more.)
 * https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/kubelet/kuberuntime/kuberuntime_container.go
 */
export async function terminate(pod: Pod, spec: TerminationSpec): Promise<Termination> {
  const { preStop, gracePeriodSeconds, stopSignal = 'SIGTERM', minimumGraceSeconds = MINIMUM_GRACE_SECONDS } = spec;
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1_000;
  const hook = preStop && (await within(gracePeriodSeconds, run(pod, preStop)));
  const rest = Math.max(gracePeriodSeconds - elapsed(), minimumGraceSeconds);
  pod.signal(stopSignal);
  const exit = await within(rest, pod.exited);
  if (exit === undefined) await pod.kill();
  return {
    seconds: elapsed(),
    killed: exit === undefined,
    preStopOutlived: preStop !== undefined && hook === undefined,
    ...(hook?.code !== undefined && { preStopCode: hook.code }),
  };
}

async function run(pod: Pod, preStop: PreStop): Promise<{ readonly code?: number }> {
  if ('command' in preStop) return { code: await pod.exec(preStop.command) };
  await new Promise((resolve) => setTimeout(resolve, preStop.sleepSeconds * 1_000));
  return {};
}

/** What is awaited. @default - it was not there in time */
async function within<T>(seconds: number, awaited: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1_000);
  });
  const result = await Promise.race([awaited, late]);
  clearTimeout(timer);
  return result;
}
