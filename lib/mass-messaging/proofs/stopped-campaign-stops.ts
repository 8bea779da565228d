import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { stopCampaign } from '../expansion';
import { runCampaign, withLocalRun } from '../local-run';
import { makeAudience } from './audience';
import { providerLimit, seededLatency } from './settings';

const RECIPIENTS = 4_000;
/** Milliseconds after the first message at which somebody stops the campaign. */
const STOPPED_AFTER = 1_000;
/** Milliseconds for which senders remember that a campaign runs. */
const REMEMBERED = 1_000;
/** And those that a slot may lie ahead, or a call be under way. */
const UNDER_WAY = 500;

/** A campaign that is stopped a second after its first message. */
export const prove: Proof = (context) => proveStop(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveStop({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const provider = { requestsPerSecond: providerLimit(assembly) };
  return withLocalRun({ assembly, provider, latency: seededLatency('stop') }, async (run) => {
    const { clock, pipeline, provider: local } = run;
    let stoppedAt: number | undefined;
    let last = 0;
    local.onRequest((time) => {
      last = time;
      if (stoppedAt !== undefined) return;
      stoppedAt = time + STOPPED_AFTER;
      clock.setTimeout(() => void stopCampaign(pipeline, 'stopped'), STOPPED_AFTER);
    });
    progress(`mass-messaging/stopped-campaign-stops: ${recipients} recipients`);
    const { object, expected } = makeAudience(recipients);
    await runCampaign(run, { campaignId: 'stopped', text: 'Hello', audience: { key: 'people.csv', object } });
    const { counts, endOf } = pipeline.results;
    const took = Math.max(0, last - (stoppedAt ?? last));
    const unknown = [...expected.keys()].filter((id) => !endOf.has(id));
    const wrong = [...local.accepted.keys()].filter((to) => endOf.get(to.slice(3)) !== 'delivered');
    const problems = [
      ...(took <= REMEMBERED + UNDER_WAY ? [] : [`messages were sent for ${took} ms after the stop`]),
      ...(counts.stopped > 0 ? [] : ['nobody ended as stopped: everything was sent before']),
      ...(unknown.length === 0 ? [] : [`${unknown.length} recipients have no end, such as ${unknown[0]}`]),
      ...(wrong.length === 0 ? [] : [`${wrong.length} got the message, and did not end as delivered`]),
      ...(counts.delivered === local.accepted.size ? [] : ['delivered are not those whom the provider accepted']),
    ];
    return {
      holds: problems.length === 0,
      figures: {
        recipients,
        delivered: counts.delivered,
        stopped: counts.stopped,
        'milliseconds from the stop to the last message': took,
      },
      notes: problems,
    };
  });
}
