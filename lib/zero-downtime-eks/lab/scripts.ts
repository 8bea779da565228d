import { connect } from 'node:net';
import { burst } from './burst';
import type { LabPod } from './lab-pod';
import type { Lab, Script } from './scenario';

/** Replaces every pod by one of a new release, so many times. */
export const rollouts =
  (number: number): Script =>
  async (lab) => {
    for (let done = 0; done < number; done += 1) await rollout(lab);
  };

/** One rollout; one that makes no progress for progressDeadlineSeconds is counted as stuck, and left as it is. */
export async function rollout(lab: Lab): Promise<void> {
  const { cluster, spec } = lab;
  cluster.revision += 1;
  cluster.reconcile();
  for (let before = ''; !cluster.settled; ) {
    before = cluster.progress;
    const moved = () => cluster.settled || cluster.progress !== before;
    if (await cluster.until(moved, spec.deployment.progressDeadlineSeconds)) continue;
    lab.stuck.push(cluster.state.join('; '));
    return;
  }
}

/** Begins a rollout that leads nowhere, and looks on for so many seconds. */
export const watchRollout =
  (seconds: number): Script =>
  async ({ cluster, wait }) => {
    cluster.revision += 1;
    cluster.reconcile();
    await wait(seconds);
  };

/** Stops the database, starts it again after so many seconds, and looks on. */
export const restartDatabase =
  (awaySeconds: number, afterSeconds: number): Script =>
  async ({ databaseServer, wait }) => {
    await databaseServer.stop('fast');
    await wait(awaySeconds);
    await databaseServer.start();
    await wait(afterSeconds);
  };

/** Pauses around the moment at which the server or the load balancer ends an idle connection, in real seconds. */
const PAUSES = { before: 0.03, after: 0.01, step: 0.004, allTogether: 9 } as const;

/** Requests that find their connections idle for just as long as the server keeps them. */
export const spacedRequests: Script = async (lab) => {
  const { cluster, spec, loadBalancer, extra } = lab;
  const [pod] = cluster.pods;
  if (pod === undefined) throw new Error('no pod runs');
  const { idleTimeoutSeconds } = spec.loadBalancing;
  const kept = Math.min(await keepsIdle(pod, idleTimeoutSeconds), idleTimeoutSeconds);
  const bursts = Math.min((PAUSES.before + PAUSES.after) / PAUSES.step, PAUSES.allTogether / kept);
  await burst(loadBalancer, extra);
  for (let sent = 0; sent < bursts; sent += 1) {
    const pause = kept - PAUSES.before + sent * PAUSES.step;
    await new Promise((resolve) => setTimeout(resolve, pause * 1_000));
    await burst(loadBalancer, extra);
  }
};

/** How long a server keeps an idle connection, in real seconds, or as long as one waits. */
function keepsIdle({ address, port }: LabPod, mostSeconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = performance.now();
    const connection = connect(port, address, () => {
      connection.write(`GET /health/live HTTP/1.1\r\nHost: ${address}\r\n\r\n`);
    });
    connection.setTimeout(mostSeconds * 1_000, () => connection.end());
    connection.on('data', () => {
      answered = performance.now();
    });
    connection.once('error', reject);
    connection.once('close', () => resolve((performance.now() - answered) / 1_000));
  });
}
