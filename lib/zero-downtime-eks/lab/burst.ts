import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type { Endpoint } from './runtime/link';
import type { RequestResult } from './runtime/load';
import { pay } from './runtime/payment-request';

/** At the same moment: as many connections to the targets become idle together. */
const REQUESTS = 12;
const TIMEOUT_SECONDS = 10;

/** Sends payments at the same moment, each on a connection of its own, and waits for the answers. */
export async function burst(to: Endpoint, results: RequestResult[]): Promise<void> {
  const agent = new Agent();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const key = randomUUID();
      const answer = await pay(agent, to, { key, processingSeconds: 0 }, TIMEOUT_SECONDS);
      const ok = answer.status !== undefined && answer.status < 500;
      const seconds = (performance.now() - start) / 1_000;
      results.push({ ...answer, key, ok, at: start / 1_000, seconds, slow: false, attempts: 1 });
    }),
  );
  agent.destroy();
}
