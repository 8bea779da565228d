import { seededProviderFaults } from '../../local/provider-faults';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { runCampaign, withLocalRun } from '../local-run';
import { makeAudience } from './audience';
import { providerLimit, seededLatency } from './settings';
import { BATCH, MOST_INVOCATIONS, runUsual, type Spread, type UsualAnswer } from './usual-answers';

const RECIPIENTS = 1_000;
const RATES = [0.001, 0.01];

const usual: readonly UsualAnswer[] = [
  { name: 'all in parallel, failed ones reported', handler: 'parallel-sends', reportBatchItemFailures: true },
  { name: 'an error for the whole batch', handler: 'throw-only', reportBatchItemFailures: false },
  { name: 'one after the other until one fails', handler: 'stop-at-first', reportBatchItemFailures: true },
];

const withoutBisect: UsualAnswer = {
  name: 'one poisoned record, 3 retries, no bisect',
  handler: 'throw-only',
  reportBatchItemFailures: false,
  maximumRetryAttempts: 3,
};

/**
 * Copies of a message where the provider fails at 0.1 % and at 1 % of requests, half of the time after it has accepted:
 * the answer's, and those of senders as one finds them, in batches of 1,000 records.
 */
export const prove: Proof = (context) => proveNoDuplicates(context, RECIPIENTS);

/** The same with another number of recipients. */
export async function proveNoDuplicates({ assembly, progress }: ProofContext, recipients: number): Promise<Verdict> {
  const figures: Record<string, string> = {};
  const problems: string[] = [];
  for (const failures of RATES) {
    const percent = `${failures * 100} %`;
    progress(`mass-messaging/no-duplicates: ${percent} failures`);
    const own = await runAnswer(assembly, recipients, failures);
    figures[`${percent} failures: the answer`] = describe(own);
    if (own.duplicated > 0 || own.copies !== 1) problems.push(`${percent}: the answer sent ${own.copies} copies`);
    if (own.neverSent > 0) problems.push(`${percent}: the answer left ${own.neverSent} without a message`);
    if (own.givenUp > 0) problems.push(`${percent}: the answer gave ${own.givenUp} records up`);
    for (const answer of usual) {
      figures[`${percent} failures: ${answer.name}`] = describe(await runUsual(answer, { recipients, failures }));
    }
  }
  const poisoned = await runUsual(withoutBisect, { recipients: BATCH - 1, failures: 0, poisonAt: BATCH / 2 });
  figures[withoutBisect.name] = `${poisoned.givenUp} good messages given up with it`;
  return { holds: problems.length === 0, figures, notes: problems };
}

async function runAnswer(assembly: string, recipients: number, failures: number): Promise<Spread> {
  const fault = seededProviderFaults({ seed: `answer ${failures}`, before: failures / 2, after: failures / 2 });
  const provider = { fault, requestsPerSecond: providerLimit(assembly) };
  return withLocalRun({ assembly, provider, latency: seededLatency('no duplicates') }, async (run) => {
    const { object } = makeAudience(recipients);
    await runCampaign(run, { campaignId: 'copies', text: 'Hello', audience: { key: 'people.csv', object } });
    const all = [...run.provider.accepted.values()];
    return {
      copies: all.reduce((sum, { copies }) => sum + copies, 0) / Math.max(1, all.length),
      duplicated: all.filter(({ copies }) => copies > 1).length / recipients,
      neverSent: recipients - all.length,
      givenUp: run.pipeline.discarded.flatMap(({ records }) => records).length + run.pipeline.deadLetters.size,
      invocations: run.pipeline.function('Sender').invocations,
      isFinished: true,
    };
  });
}

function describe({ copies, duplicated, invocations, isFinished }: Spread): string {
  const spread = `${copies.toFixed(2)} copies a message, ${(duplicated * 100).toFixed(1)} % of recipients with more than one`;
  return `${spread}, ${isFinished ? `${invocations} invocations` : `not done after ${MOST_INVOCATIONS} invocations`}`;
}
