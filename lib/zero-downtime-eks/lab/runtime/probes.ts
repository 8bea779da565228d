import type { Endpoint } from './link';
import { type HttpProbe, type ProbeWorker, startWorker } from './probe-worker';

/** The probes of a container. */
export interface ProbeSpecs {
  /** @default - started at once */
  readonly startup?: HttpProbe;
  /** @default - ready as soon as it is started */
  readonly readiness?: HttpProbe;
  /** @default - alive for as long as PID 1 is */
  readonly liveness?: HttpProbe;
}

/** Told what the probes decide. */
export interface ProbeListeners {
  /** Readiness has changed. It begins as false. */
  readonly onReady: (ready: boolean) => void;
  /** The startup or the liveness probe has failed for good: the kubelet restarts the container. All probes have ended. */
  readonly onRestart: (probe: 'startup' | 'liveness') => void;
}

/** Probes that run. */
export interface Probes {
  /** The pod is being deleted: the kubelet ends the startup and liveness probes and goes on with readiness. */
  terminating(): void;
  /** Nothing is told any more. */
  stop(): void;
}

/** Probes a container as the kubelet does, with real requests; the startup probe holds back the others. */
export function startProbes(target: Endpoint, specs: ProbeSpecs, { onReady, onRestart }: ProbeListeners): Probes {
  let started = false;
  let ready = false;
  const workers: { startup?: ProbeWorker; readiness?: ProbeWorker; liveness?: ProbeWorker } = {};
  const stop = () => {
    for (const worker of Object.values(workers)) worker.stop();
  };
  const setReady = (now: boolean) => {
    if (now === ready) return;
    ready = now;
    onReady(ready);
  };
  const setStarted = () => {
    started = true;
    workers.startup?.stop();
    if (workers.readiness) workers.readiness.trigger();
    else setReady(true);
  };
  const restart = (probe: 'startup' | 'liveness') => {
    stop();
    setReady(false);
    onRestart(probe);
  };
  const isHeld = () => !started;
  if (specs.readiness) workers.readiness = startWorker(target, specs.readiness, isHeld, setReady);
  if (specs.liveness) {
    workers.liveness = startWorker(target, specs.liveness, isHeld, (alive) => !alive && restart('liveness'));
  }
  if (specs.startup) {
    const decide = (success: boolean) => (success ? setStarted() : restart('startup'));
    workers.startup = startWorker(target, specs.startup, () => started, decide);
  } else setStarted();
  return {
    terminating() {
      workers.startup?.stop();
      workers.liveness?.stop();
    },
    stop,
  };
}

export type { HttpProbe };
