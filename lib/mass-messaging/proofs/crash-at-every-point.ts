import type { IoPoint } from '../../local/io-point';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { type LocalRun, runCampaign, withLocalRun } from '../local-run';
import { seededLatency } from './settings';

const CLAIM = 'mass-messaging/crash-at-every-point';
/** Two records, one of them full. */
const RECIPIENTS = 26;

/** Where an environment is to crash: at the so-manieth point of a function in a campaign. */
interface Target {
  readonly function: string;
  readonly ordinal: number;
}

/**
 * Crashes an environment before each request and after each answer in turn, a campaign for each, and looks whether every
 * recipient still gets one message.
 */
export const prove: Proof = (context) => proveCrashes(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveCrashes({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const passed = new Map<string, number>();
  let target: Target | undefined;
  let crashes = 0;
  const crashAt = ({ function: id }: IoPoint): boolean => {
    const ordinal = (passed.get(id) ?? 0) + 1;
    passed.set(id, ordinal);
    if (target?.function !== id || target.ordinal !== ordinal) return false;
    crashes++;
    return true;
  };
  return withLocalRun({ assembly, crashAt, latency: seededLatency('crash') }, async (run) => {
    const problems: string[] = [];
    const campaign = async (name: string, at?: Target) => {
      passed.clear();
      target = at;
      await runCampaign(run, { campaignId: name, text: 'Hello', audience: audienceOf(name, recipients) });
      problems.push(...problemsOf(run, name, recipients));
    };
    await campaign('cold');
    // The same again in environments that have loaded everything, as all the others will.
    await campaign('warm');
    const points = [...passed].flatMap(([id, count]) =>
      Array.from({ length: count }, (_, index): Target => ({ function: id, ordinal: index + 1 })),
    );
    for (const [index, point] of points.entries()) {
      if (index % 10 === 0) progress(`${CLAIM}: ${index} of ${points.length} crashes`);
      await campaign(`${point.function}-${point.ordinal}`, point);
    }
    const { repeated, requests } = run.provider.statistics;
    return {
      holds: problems.length === 0 && crashes > 0,
      figures: {
        'points at which a crash can matter': points.length,
        'of them in the sender': points.filter((point) => point.function === 'Sender').length,
        crashes,
        'requests of the provider': requests,
        'of them copies that it dropped by their key': repeated,
      },
      notes: problems.slice(0, 20),
    };
  });
}

function audienceOf(name: string, recipients: number) {
  const rows = Array.from({ length: recipients }, (_, index) => `${name}-${index},to-${name}-${index},Asia/Seoul`);
  return { key: `${name}.csv`, object: Buffer.from(['id,address,timeZone', ...rows].join('\n')) };
}

function problemsOf({ pipeline, provider }: LocalRun, name: string, recipients: number): readonly string[] {
  return Array.from({ length: recipients }, (_, index) => `${name}-${index}`).flatMap((id) => {
    const copies = provider.accepted.get(`to-${id}`)?.copies ?? 0;
    const end = pipeline.results.endOf.get(id);
    return [
      ...(copies === 1 ? [] : [`${id} got ${copies} copies`]),
      ...(end === 'delivered' ? [] : [`${id} ended as ${end ?? 'nothing'}`]),
    ];
  });
}
