import { creatingPrefixes } from '../../../lambda/auto-tagging/derivation/creating-prefixes';
import type { Finding } from '../../../lambda/auto-tagging/notification/finding';
import { type Outcome, outcomes, type RecordOutcome } from '../../../lambda/auto-tagging/outcome';
import type { LocalAws } from '../../local/aws/local-aws';
import type { Proof } from '../../proof/claim';
import { envelopeOf, withLocalRun } from '../local-run';
import { knownEvents, NO_REAL_EVENTS } from './known-events';
import { textOf } from './slack-text';

/** Outcomes of which a person has to hear. */
const announced: ReadonlySet<Outcome> = new Set<Outcome>(['tagged', 'pending', 'unmapped', 'refused', 'failed']);

/** Sends creating calls of many services through the pipeline and looks for each of them at its end. */
export const prove: Proof = async ({ assembly, events }) => {
  const known = knownEvents(events);
  return withLocalRun({ assembly }, async ({ aws, slack, pipeline }) => {
    const sent = known.map(({ record }) => ({ record, messageIds: pipeline.putEvent(envelopeOf(record)) }));
    await pipeline.run();

    const byMessage = new Map(pipeline.outcomes.map(({ messageId, record }) => [messageId, record]));
    const names = namesOfFindings(aws);
    const told = textOf(slack.messages);
    const counts: Record<string, number> = Object.fromEntries(outcomes.map((outcome) => [outcome, 0]));
    let stopped = 0;
    const problems = sent.flatMap(({ record, messageIds }) => {
      const name = `${record.eventSource} ${record.eventName} ${record.eventID}`;
      if (messageIds.length === 0) {
        stopped++;
        return whyStopped(record) === undefined ? [`${name}: no rule takes it, and nothing says why`] : [];
      }
      return messageIds.flatMap((messageId) => {
        const outcome = byMessage.get(messageId);
        if (outcome === undefined) return [`${name}: no outcome`];
        counts[outcome.outcome] = (counts[outcome.outcome] ?? 0) + 1;
        return problemsOf(outcome, names.get(outcome.eventId) ?? [], told).map((problem) => `${name}: ${problem}`);
      });
    });
    problems.push(...pipeline.deadLetters.map((body) => `dead letter: ${body.slice(0, 100)}`));
    problems.push(...aws.unknownCalls.map((call) => `the local AWS does not know ${call}`));
    return {
      holds: problems.length === 0,
      figures: {
        events: known.length,
        'of them real': known.filter(({ origin }) => origin === 'real').length,
        services: new Set(known.map(({ record }) => record.eventSource)).size,
        ...counts,
        'stopped by the rule: failed, reading, or not creating': stopped,
      },
      notes: [...problems, ...(events === undefined ? [NO_REAL_EVENTS] : [])],
    };
  });
};

function problemsOf(outcome: RecordOutcome, names: readonly string[], told: string): readonly string[] {
  const problems = outcome.reason === '' ? [`${outcome.outcome} without a reason`] : [];
  if (!announced.has(outcome.outcome)) return problems;
  const missing = names.filter((name) => !told.includes(name));
  if (names.length === 0) problems.push(`${outcome.outcome}, and nothing was published`);
  return [...problems, ...missing.map((name) => `${outcome.outcome}, and Slack does not know ${name}`)];
}

/** Why a rule need not take a call; undefined where it should. */
function whyStopped({ errorCode, readOnly, eventName }: Readonly<Record<string, unknown>>): string | undefined {
  if (errorCode !== undefined) return 'the call failed';
  if (readOnly === true) return 'the call reads';
  return creatingPrefixes.some((prefix) => String(eventName).startsWith(prefix))
    ? undefined
    : 'the call creates nothing';
}

/** What each event's findings call their resources. */
function namesOfFindings({ calls }: LocalAws): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { operation, input } of calls) {
    if (operation !== 'PutEvents') continue;
    for (const { Detail } of input.Entries as readonly { readonly Detail: string }[]) {
      const { eventId, resourceName } = JSON.parse(Detail) as Finding;
      names.set(eventId, [...(names.get(eventId) ?? []), resourceName]);
    }
  }
  return names;
}
