import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '../../proof/claim';
import { envelopeOf, type LocalRun, withLocalRun } from '../local-run';
import { type KnownEvent, knownEvents, NO_REAL_EVENTS } from './known-events';

const DIFFERENCES = join(__dirname, '../../../test/fixtures/derivation-differences.json');
const LEAST_SHARE = 0.97;

/** Somebody looked at an event on which the reference and the tagger disagree, and says who is right. */
interface Difference {
  readonly eventID: string;
  readonly eventName: string;
  readonly right: 'ours' | 'reference';
  readonly why: string;
}

/** Compares the ARNs that the tagger finds with those of a reference, event by event. */
export const prove: Proof = async ({ assembly, events }) => {
  const known = knownEvents(events).flatMap((event) =>
    event.arns === undefined ? [] : [{ ...event, arns: event.arns }],
  );
  const differences: readonly Difference[] = JSON.parse(readFileSync(DIFFERENCES, 'utf8'));
  return withLocalRun({ assembly }, async (run) => {
    const found = await arnsFoundBy(run, known);
    const disagreeing = known.flatMap((event, index) => {
      const arns = found[index] ?? [];
      return sameSet(arns, event.arns) ? [] : [{ ...event, found: arns }];
    });
    const isExplained = ({ record }: KnownEvent) =>
      differences.some(({ eventID, eventName }) => record.eventID === eventID && record.eventName === eventName);
    const isOurs = ({ record }: KnownEvent) =>
      differences.some(({ eventID, right }) => record.eventID === eventID && right === 'ours');
    const wrong = disagreeing.filter((event) => !isOurs(event));
    const share = (origin: KnownEvent['origin']) => {
      const all = known.filter((event) => event.origin === origin);
      return all.length === 0 ? 1 : 1 - wrong.filter((event) => event.origin === origin).length / all.length;
    };
    const unexplained = disagreeing.filter((event) => !isExplained(event));
    return {
      holds: share('real') >= LEAST_SHARE && share('own') >= LEAST_SHARE && unexplained.length === 0,
      figures: {
        'real events right': percent(
          share('real'),
          known.some(({ origin }) => origin === 'real'),
        ),
        'own events right': percent(share('own'), true),
        'real events': known.filter(({ origin }) => origin === 'real').length,
        'differences from the reference': disagreeing.length,
        'of them in our favour': disagreeing.filter(isOurs).length,
      },
      notes: [
        ...unexplained.map(
          ({ record, arns, found: ours }) =>
            `${record.eventName} ${record.eventID}: expected ${arns.join(' ') || 'none'}, found ${ours.join(' ') || 'none'}`,
        ),
        ...(events === undefined ? [NO_REAL_EVENTS] : []),
      ],
    };
  });
};

async function arnsFoundBy(
  { pipeline }: LocalRun,
  known: readonly KnownEvent[],
): Promise<readonly (readonly string[])[]> {
  const sent = known.map(({ record }) => pipeline.putEvent(envelopeOf(record)));
  await pipeline.run();
  const byMessage = new Map(pipeline.outcomes.map(({ messageId, record }) => [messageId, record.arns]));
  return sent.map((messageIds) => messageIds.flatMap((messageId) => byMessage.get(messageId) ?? []));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((arn) => right.has(arn));
}

function percent(share: number, isKnown: boolean): string {
  return isKnown ? `${(share * 100).toFixed(1)} %` : 'skipped';
}
