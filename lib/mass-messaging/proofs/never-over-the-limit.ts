import { fraction } from '../../local/aws/faults';
import { SlidingWindow } from '../../local/sliding-window';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { runCampaigns, withLocalRun } from '../local-run';
import { makeAudience } from './audience';
import { providerLimit } from './settings';

const RECIPIENTS = 4_000;
/** Milliseconds that a request takes to the provider, at most: what clocks and networks move it by. */
const SPREAD = 50;
/** Milliseconds that DynamoDB takes, at most: reservations come back late, and not in their order. */
const SLOW_AWS = 60;

/** Share of the limit that has to be reached, or nothing was shown. */
const NEAR = 0.4;

/** Two campaigns at once through every sender there is, while AWS is slow. */
export const prove: Proof = (context) => proveLimit(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveLimit({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const limit = providerLimit(assembly);
  let calls = 0;
  const latency = (url: string) => {
    const drawn = fraction(`limit ${calls++}`);
    return Math.round(url.endsWith('/messages') ? 20 + drawn * 160 : 1 + drawn * drawn * SLOW_AWS);
  };
  return withLocalRun({ assembly, latency, provider: { requestsPerSecond: limit } }, async (run) => {
    const times: number[] = [];
    run.provider.onRequest((time) => times.push(time));
    progress(`mass-messaging/never-over-the-limit: ${recipients} recipients of two campaigns`);
    const campaign = (campaignId: string) => {
      return { campaignId, text: 'Hello', audience: audienceOf(campaignId, recipients / 2) };
    };
    await runCampaigns(run, [campaign('one'), campaign('two')]);
    const onArrival = mostInASecond(times.map((time, index) => time + fraction(`spread ${index}`) * SPREAD));
    const { limited, mostInASecond: most, accepted } = run.provider.statistics;
    const problems = [
      ...(limited > 0 ? [`the provider answered ${limited} requests with 429`] : []),
      ...(onArrival > limit ? [`${onArrival} requests in a second, and ${limit} are allowed`] : []),
      ...(most > limit * NEAR ? [] : [`only ${most} requests in a second: the limit was never near`]),
      ...(accepted === recipients ? [] : [`${accepted} of ${recipients} messages were accepted`]),
    ];
    return {
      holds: problems.length === 0,
      figures: {
        'requests that the provider takes in any second': limit,
        'most that were sent in any second': most,
        [`most that arrive, each up to ${SPREAD} ms late`]: onArrival,
        'answered with 429': limited,
        'environments of the sender': run.pipeline.function('Sender').environments.length,
      },
      notes: problems,
    };
  });
}

/** Most of these times, in milliseconds, that lie in any second. */
export function mostInASecond(times: readonly number[]): number {
  const window = new SlidingWindow(1_000);
  return [...times].sort((a, b) => a - b).reduce((most, time) => Math.max(most, window.add(time)), 0);
}

function audienceOf(name: string, recipients: number) {
  const text = makeAudience(recipients).object.toString().replaceAll(/^r/gm, `${name}-`);
  return { key: `${name}.csv`, object: Buffer.from(text.replaceAll('to-r', `to-${name}-`)) };
}
