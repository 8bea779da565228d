import { tmpdir } from 'node:os';
import { claimAddressBlock } from '../../../../../lib/zero-downtime-eks/lab/runtime/address-block';
import { startDatabase } from '../../../../../lib/zero-downtime-eks/lab/runtime/database';
import { terminate } from '../../../../../lib/zero-downtime-eks/lab/runtime/kubelet';
import { startLink } from '../../../../../lib/zero-downtime-eks/lab/runtime/link';
import { startLoad } from '../../../../../lib/zero-downtime-eks/lab/runtime/load';
import { startLoadBalancer } from '../../../../../lib/zero-downtime-eks/lab/runtime/load-balancer';
import { startPod } from '../../../../../lib/zero-downtime-eks/lab/runtime/pod';
import { startProbes } from '../../../../../lib/zero-downtime-eks/lab/runtime/probes';

const SERVER = `const server = require("http").createServer((request, response) => response.end()).listen(8080, process.env.ADDRESS);
  process.on("SIGTERM", () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });`;

/**
 * One of everything, as a program: `node --import tsx everything.ts <mark> close|wait`. It prints what came of it when it
 * has closed everything, or `waits` when everything runs, and waits to be killed.
 */
async function main(mark: string, then: string): Promise<void> {
  const database = await startDatabase();
  const block = await claimAddressBlock();
  const [port, address] = [8_080, block.address(2)];
  const pod = await startPod({
    name: 'pod',
    address,
    port,
    // What a shell starts besides must not outlive it either.
    command: ['sh', '-c', `sleep 600 & exec node -e '${SERVER}'`],
    environment: { MARK: mark, ADDRESS: address },
    folder: tmpdir(),
  });
  const link = await startLink({ from: { address: block.address(3), port }, to: pod, latencySeconds: 0.001 });
  const balancer = await startLoadBalancer({ address: block.address(1), port, idleSeconds: 10 });
  await ready(pod);
  await balancer.register(link.from);
  const load = startLoad({
    to: balancer,
    ratePerSecond: 100,
    clients: 5,
    slowShare: 0,
    slowSeconds: 0,
    timeoutSeconds: 9,
  });
  while (load.results.length < 50) await new Promise((resolve) => setTimeout(resolve, 10));
  if (then === 'wait') {
    console.log('waits');
    return;
  }
  const results = await load.stop();
  await balancer.deregister(link.from, 1);
  const { killed } = await terminate(pod, { gracePeriodSeconds: 10 });
  const inside = await database.query('SELECT 1 AS one');
  await Promise.all([link.close(), balancer.close(), database.close(), block.release()]);
  console.log(JSON.stringify({ failed: results.filter(({ ok }) => !ok).length, killed, inside }));
}

function ready(pod: { readonly address: string; readonly port: number }): Promise<void> {
  const probe = { path: '/', initialDelaySeconds: 0, periodSeconds: 0.05, timeoutSeconds: 1, successThreshold: 1 };
  return new Promise((resolve, reject) => {
    const probes = startProbes(
      pod,
      { startup: { ...probe, failureThreshold: 200 } },
      {
        onReady() {
          probes.stop();
          resolve();
        },
        onRestart: () => reject(new Error('the pod does not start')),
      },
    );
  });
}

const [mark = '', then = ''] = process.argv.slice(2);
void main(mark, then);
