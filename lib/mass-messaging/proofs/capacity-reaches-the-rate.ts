import { paceOf } from '../../../lambda/mass-messaging/rate/slots';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { runCampaign, withLocalRun } from '../local-run';
import { makeAudience } from './audience';
import { providerLimit, seededLatency } from './settings';

const RECIPIENTS = 8_000;
/** Messages a minute that the task asks for. */
const GOAL = 100_000;

/** The rate that the shards, batches and connections of the template reach, where the provider takes 100 ms. */
export const prove: Proof = (context) => proveCapacity(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveCapacity({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const limit = providerLimit(assembly);
  const provider = { requestsPerSecond: limit };
  return withLocalRun({ assembly, provider, latency: seededLatency('capacity') }, async (run) => {
    const times: number[] = [];
    run.provider.onRequest((time) => times.push(time));
    progress(`mass-messaging/capacity-reaches-the-rate: ${recipients} recipients`);
    const { object } = makeAudience(recipients);
    await runCampaign(run, { campaignId: 'capacity', text: 'Hello', audience: { key: 'people.csv', object } });
    const perMinute = Math.round(sustained(times) * 60);
    const goal = Math.min(GOAL, Math.floor(paceOf(limit) * 60));
    const problems = perMinute >= goal ? [] : [`${perMinute} messages a minute, and ${goal} are needed`];
    const [stream] = run.pipeline.streams.values();
    const senders = run.pipeline.function('Sender');
    return {
      holds: problems.length === 0,
      figures: {
        'messages a minute': perMinute,
        'messages a minute that are needed': goal,
        ...(stream && { shards: stream.shards.length }),
        'environments of the sender': senders.environments.length,
        'messages for an invocation of the sender': Math.round(times.length / senders.invocations),
      },
      notes: problems,
    };
  });
}

/**
 * Requests a second over that half of them that took the least time: not every sender has work in the beginning and at the
 * end of a campaign.
 *
 * @param times milliseconds since 1970, in order
 */
export function sustained(times: readonly number[]): number {
  const half = Math.floor(times.length / 2);
  const spans = times.slice(half).map((time, index) => time - (times[index] ?? 0));
  return (half * 1_000) / Math.max(1, Math.min(...spans));
}
