import type { ScenarioResult } from './result';
import type { RolloutSpec } from './rollout-spec';
import { startDatabase } from './runtime/database';
import { runScenario } from './scenario';
import { rollout } from './scripts';

export interface LongRunResult extends ScenarioResult {
  /** By which time was scaled. */
  readonly factor: number;
  /** Those that were carried out. */
  readonly rollouts: number;
}

export interface LongRunOptions {
  /** At least so many; more where requests are missing after them. */
  readonly rollouts: number;
  /** At least so many; the rate follows from it. */
  readonly requests: number;
  /** At most. */
  readonly factor: number;
  readonly progress: (text: string) => void;
}

/** What a rollout of the answer takes at the least, in seconds of the real world. */
const ROLLOUT_SECONDS = 190;
/** Requests a second: at least what the variants have too, and at most what two cores bear easily. */
const RATE = { least: 30, most: 200 } as const;
/** More on top, so that quick rollouts do not end with too few. */
const SURPLUS = 1.1;
/** Of many requests a smaller share is still many slow ones. */
const SLOW_SHARE = 0.2;
const MOST_CLIENTS = 1_000;

/**
 * One rollout of the answer after the other, under a load that comes to so many requests. Where the machine could not bear as
 * many in so short a time, time is scaled less.
 */
export async function longRun(
  spec: RolloutSpec,
  { rollouts, requests, factor: most, progress }: LongRunOptions,
): Promise<LongRunResult> {
  const databaseServer = await startDatabase();
  const wanted = requests * SURPLUS;
  const factor = Math.min(most, (rollouts * ROLLOUT_SECONDS * RATE.most) / Math.max(1, wanted));
  let done = 0;
  const ratePerSecond = Math.max(RATE.least, Math.ceil((wanted * factor) / (rollouts * ROLLOUT_SECONDS)));
  try {
    const result = await runScenario({
      name: 'answer',
      spec,
      databaseServer,
      factor,
      traffic: { ratePerSecond, slowShare: SLOW_SHARE, clients: MOST_CLIENTS },
      script: async (lab) => {
        const began = performance.now();
        const sent = (): number => (ratePerSecond * (performance.now() - began)) / 1_000;
        while ((done < rollouts || sent() < requests) && lab.stuck.length === 0) {
          await rollout(lab);
          done += 1;
          progress(`${done} of ${Math.max(done, rollouts)} rollouts`);
        }
      },
    });
    return { ...result, factor, rollouts: done };
  } finally {
    await databaseServer.close();
  }
}
