import type { ScenarioResult } from './result';
import type { RolloutSpec } from './rollout-spec';
import { startDatabase } from './runtime/database';
import { runScenario } from './scenario';
import { rollout } from './scripts';

export interface LongRunOptions {
  readonly rollouts: number;
  /** At least so many; the rate follows from it. */
  readonly requests: number;
  readonly factor: number;
  readonly progress: (text: string) => void;
}

/** What a rollout of the answer takes at the least, in seconds of the real world. */
const ROLLOUT_SECONDS = 190;
/** Of requests a second: what everything else has too. */
const LEAST_RATE = 30;
/** More on top, so that a quick rollout does not end with too few. */
const SURPLUS = 1.1;

/** One rollout of the answer after the other, under a load that comes to so many requests. */
export async function longRun(
  spec: RolloutSpec,
  { rollouts, requests, factor, progress }: LongRunOptions,
): Promise<ScenarioResult> {
  const databaseServer = await startDatabase();
  const seconds = (rollouts * ROLLOUT_SECONDS) / factor;
  try {
    return await runScenario({
      name: 'answer',
      spec,
      databaseServer,
      factor,
      traffic: {
        ratePerSecond: Math.max(LEAST_RATE, Math.ceil((requests * SURPLUS) / seconds)),
        slowShare: SLOW_SHARE,
        clients: MOST_CLIENTS,
      },
      script: async (lab) => {
        for (let done = 1; done <= rollouts && lab.stuck.length === 0; done += 1) {
          await rollout(lab);
          progress(`${done} of ${rollouts} rollouts`);
        }
      },
    });
  } finally {
    await databaseServer.close();
  }
}

/** Of many requests a smaller share is still many slow ones. */
const SLOW_SHARE = 0.2;
const MOST_CLIENTS = 1_000;
