import { fraction, seededFaults } from '../../local/aws/faults';
import type { LocalAws, RecordedCall } from '../../local/aws/local-aws';
import type { SlackMessage } from '../../local/slack';
import { VirtualClock } from '../../local/virtual-clock';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { envelopeOf, type LocalRun, withLocalRun } from '../local-run';
import { type BurstCreation, burst, countNames, nameOf } from './burst';
import { type BurstRates, burstRates } from './burst-rates';
import { textOf } from './slack-text';

const CREATIONS = 15_215;
const PEOPLE = 40;
const MINUTE = 60_000;
const SEED = 'burst';

/** TagResources: 5 calls a second of up to 20 ARNs. https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html */
const ARNS_A_SECOND = 100;
const MOST = 1.5;
const GOAL = 1.2;

const share = { throttled: 0.05, notFoundAtFirst: 0.02, duplicated: 0.03, refused: 0.01 };

/** How long Slack is down, from the first message on. */
const OUTAGE = MINUTE;

/** A minute in which 40 people create 15,215 resources, with everything that goes wrong on such a day. */
export const prove: Proof = (context) => proveBurst(context);

/**
 * The same with another number of creations: with few, the time until the first batch weighs more than the limit.
 *
 * @param onRates told what the burst did over time, for a picture of it
 */
export async function proveBurst(
  { assembly, progress }: ProofContext,
  count = CREATIONS,
  onRates: (rates: BurstRates) => void = () => undefined,
): Promise<Verdict> {
  const clock = new VirtualClock();
  const start = clock.now();
  const creations = burst(count, PEOPLE, start, MINUTE);
  const faults = seededFaults({ seed: SEED, throttled: share.throttled, refused: share.refused });
  return withLocalRun({ assembly, clock, faults }, async (run) => {
    const grace = Math.max(
      ...[...run.pipeline.queues.values()].map(({ options }) => options.deliveryDelaySeconds ?? 0),
    );
    for (const { arn, at } of creations) {
      // Found a minute after the grace period has passed.
      const isLate = fraction(`${SEED} late ${arn}`) < share.notFoundAtFirst;
      run.aws.inventory.add(arn, {}, isLate ? start + at + grace * 1000 + MINUTE / 2 : 0);
    }
    schedule(run, creations);
    breakSlack(run);
    progress(`auto-tagging/burst-drains-at-the-limit: ${count} creations`);
    await clock.run(() => clock.now() > start + 2 * MINUTE && run.pipeline.drained);
    onRates(burstRates(creations, run.aws.calls, start));
    return judge(run, creations, start + grace * 1000);
  });
}

function schedule({ clock, pipeline }: LocalRun, creations: readonly BurstCreation[]): void {
  const start = clock.now();
  for (let from = 0; from < MINUTE; from += 100) {
    const due = creations.filter(({ at }) => from <= at && at < from + 100);
    clock.setTimeout(
      () => {
        for (const { record, arn } of due) {
          pipeline.putEvent(envelopeOf(record));
          if (fraction(`${SEED} twice ${arn}`) < share.duplicated) {
            clock.setTimeout(() => pipeline.putEvent(envelopeOf(record)), fraction(`${SEED} again ${arn}`) * 5_000);
          }
        }
      },
      start + from - clock.now(),
    );
  }
}

function breakSlack({ clock, slack }: LocalRun): void {
  slack.outages.push({ from: clock.now(), until: Number.POSITIVE_INFINITY, status: 503 });
  const watch = clock.setInterval(() => {
    const first = slack.refused[0];
    if (first === undefined) return;
    slack.outages.splice(0, 1, { from: first.time, until: first.time + OUTAGE, status: 503 });
    clock.clearInterval(watch);
  }, 1_000);
}

function judge({ aws, slack, pipeline }: LocalRun, creations: readonly BurstCreation[], opened: number): Verdict {
  const announced = countNames(textOf(slack.messages));
  const times = creations.map(({ arn }) => announced.get(nameOf(arn)) ?? 0);
  const untagged = creations.filter(({ arn }) => !('owner' in aws.inventory.tagsOf(arn)));
  const wrongOwner = creations.filter(({ arn, person }) => (aws.inventory.tagsOf(arn).owner ?? person) !== person);
  const refused = untagged.filter(({ arn }) => fraction(`${SEED} arn ${arn}`) < share.refused);
  const misreported = refused.filter(({ arn }) => !aws.calls.some((call) => reportsRefusal(call, arn)));
  const calls = tagCalls(aws);
  const seconds = (Math.max(...calls.ok.map(({ time }) => time)) - opened) / 1000;
  const least = Math.ceil(creations.length / ARNS_A_SECOND);
  const gap = smallestGap(slack.messages);
  const conditions: readonly (readonly [boolean, string])[] = [
    [
      untagged.length === refused.length,
      `${untagged.length - refused.length} resources without tags that AWS did not refuse`,
    ],
    [refused.length > 0, 'AWS refused nothing, so that refusals were not tried'],
    [misreported.length === 0, `${misreported.length} refusals that were not reported as such`],
    [wrongOwner.length === 0, `${wrongOwner.length} resources with the owner of somebody else`],
    [
      times.every((count) => count === 1),
      `${times.filter((count) => count !== 1).length} resources not announced exactly once`,
    ],
    [seconds / least <= MOST, `drained in ${(seconds / least).toFixed(2)} x the limit's own time`],
    [gap >= 1_000, `two Slack messages within ${gap} ms`],
    [slack.refused.length > 0, 'Slack was never down'],
    [pipeline.deadLetters.length === 0, `${pipeline.deadLetters.length} dead letters`],
    [aws.unknownCalls.length === 0, `calls that the local AWS does not know: ${aws.unknownCalls.join(', ')}`],
  ];
  return {
    holds: conditions.every(([holds]) => holds),
    figures: {
      creations: creations.length,
      'drained in, s': Number(seconds.toFixed(1)),
      "the limit's own time, s": least,
      [`times the limit (goal ${GOAL})`]: Number((seconds / least).toFixed(2)),
      'TagResources calls': calls.all.length,
      'of them throttled': calls.throttled.length,
      'ARNs a call': Number((calls.arns / calls.all.length).toFixed(1)),
      'refused by AWS and reported': refused.length,
      'Slack messages': slack.messages.length,
      'least time between two, ms': gap,
    },
    notes: conditions.flatMap(([holds, problem]) => (holds ? [] : [problem])),
  };
}

function reportsRefusal({ operation, input }: RecordedCall, arn: string): boolean {
  if (operation !== 'PutEvents') return false;
  const entries = input.Entries as readonly { readonly DetailType: string; readonly Detail: string }[];
  return entries.some(({ DetailType, Detail }) => DetailType === 'TagRefused' && Detail.includes(`"${arn}"`));
}

function tagCalls({ calls }: LocalAws) {
  const all = calls.filter(({ operation }) => operation === 'TagResources');
  const arnsOf = (call: (typeof all)[number]) => (call.input.ResourceARNList as readonly string[]).length;
  return {
    all,
    ok: all.filter(({ result }) => result === 'ok'),
    throttled: all.filter(({ result }) => result !== 'ok'),
    arns: all.reduce((sum, call) => sum + arnsOf(call), 0),
  };
}

function smallestGap(messages: readonly SlackMessage[]): number {
  const gaps = messages.slice(1).map(({ time }, index) => time - (messages[index]?.time ?? 0));
  return Math.min(...gaps);
}
