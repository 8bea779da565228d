import { Agent, get } from 'node:http';
import type { Endpoint } from './link';

/** An httpGet probe by the names of the manifest; all in real seconds. */
export interface HttpProbe {
  readonly path: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** One probe that runs. */
export interface ProbeWorker {
  /** Probes at once instead of waiting for the period. */
  trigger(): void;
  stop(): void;
}

/**
 * Probes in the way of the kubelet's worker: at once, then by the period.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/kubelet/prober/worker.go
 *
 * @param isHeld whether a probe is left out now
 * @param onResult told when a threshold is reached, and again by each further probe of the same result
 */
export function startWorker(
  target: Endpoint,
  probe: HttpProbe,
  isHeld: () => boolean,
  onResult: (success: boolean) => void,
): ProbeWorker {
  const started = performance.now();
  let last: boolean | undefined;
  let run = 0;
  let busy = false;
  let stopped = false;
  const once = async () => {
    const delayed = performance.now() - started < probe.initialDelaySeconds * 1_000;
    if (busy || stopped || delayed || isHeld()) return;
    busy = true;
    const success = await request(target, probe);
    busy = false;
    // It was stopped in the meantime, by its own result or by somebody else.
    if (isStopped()) return;
    run = success === last ? run + 1 : 1;
    last = success;
    if (run >= (success ? probe.successThreshold : probe.failureThreshold)) onResult(success);
  };
  const isStopped = () => stopped;
  const timer = setInterval(() => void once(), probe.periodSeconds * 1_000);
  void once();
  return {
    trigger: () => void once(),
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

/** A new connection for each probe, as the kubelet has it. */
function request({ address, port }: Endpoint, { path, timeoutSeconds }: HttpProbe): Promise<boolean> {
  return new Promise((resolve) => {
    const agent = new Agent({ keepAlive: false });
    const sent = get({ agent, host: address, port, path, headers: { 'User-Agent': 'kube-probe/lab' } }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      response.once('error', () => end(false));
      response.once('end', () => end(statusCode >= 200 && statusCode < 400));
    });
    const timer = setTimeout(() => sent.destroy(new Error('timeout')), timeoutSeconds * 1_000);
    const end = (success: boolean) => {
      clearTimeout(timer);
      resolve(success);
    };
    sent.on('error', () => end(false));
  });
}
