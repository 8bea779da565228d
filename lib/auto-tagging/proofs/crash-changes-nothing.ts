import type { IoPoint } from '../../local/io-point';
import { VirtualClock } from '../../local/virtual-clock';
import type { Proof, ProofContext, Verdict } from '../../proof/claim';
import { envelopeOf, withLocalRun } from '../local-run';
import { type BurstCreation, burst, countNames, nameOf } from './burst';
import { textOf } from './slack-text';

/** Enough for calls that are not alone, findings in several PutEvents calls, and a digest in several messages. */
const CREATIONS = 36;
const PEOPLE = 2;

/** How a run ended. */
interface End {
  /** Tags of each resource, in the order of the creations. */
  readonly tags: string;
  readonly announced: ReadonlyMap<string, number>;
  /** Names in the log lines of digests: where an interrupted digest sends its reader. */
  readonly logged: ReadonlyMap<string, number>;
  readonly isInterrupted: boolean;
  readonly deadLetters: number;
  readonly points: readonly IoPoint[];
}

/**
 * Crashes an environment before each request and after each answer in turn, lets the messages be delivered again, and
 * compares the end with that of a run without a crash.
 */
export const prove: Proof = (context) => proveCrashes(context, CREATIONS);

/** The same with another number of creations. */
export async function proveCrashes({ assembly, progress }: ProofContext, count: number): Promise<Verdict> {
  const creations = burst(count, PEOPLE, new VirtualClock().now(), 1_000);
  const names = creations.map(({ arn }) => nameOf(arn));
  const calm = await run(assembly, creations);
  const problems = names
    .filter((name) => calm.announced.get(name) !== 1)
    .map((name) => `${name} is not announced once`);
  let interrupted = 0;
  let unnamed = 0;
  for (const [index, point] of calm.points.entries()) {
    if (index % 10 === 0) progress(`auto-tagging/crash-changes-nothing: ${index} of ${calm.points.length} crashes`);
    const end = await run(assembly, creations, point);
    if (end.isInterrupted) interrupted++;
    unnamed = Math.max(unnamed, names.filter((name) => !end.announced.has(name)).length);
    problems.push(...problemsOf(end, calm, names).map((problem) => `${nameOfPoint(point)}: ${problem}`));
  }
  return {
    holds: problems.length === 0 && calm.points.length > 0,
    figures: {
      'points at which a crash can matter': calm.points.length,
      'of them in the tagger': calm.points.filter((point) => point.function === 'Tagger').length,
      'of them in the notifier': calm.points.filter((point) => point.function === 'Notifier').length,
      'crashes after which Slack tells of an interrupted digest': interrupted,
      'resources that Slack then does not name, only the log, at most': unnamed,
      'resources announced twice': problems.filter((problem) => problem.includes('times')).length,
    },
    notes: problems,
  };
}

async function run(assembly: string, creations: readonly BurstCreation[], crash?: IoPoint): Promise<End> {
  const points: IoPoint[] = [];
  const crashAt = (point: IoPoint): boolean => {
    points.push(point);
    return crash !== undefined && nameOfPoint(point) === nameOfPoint(crash);
  };
  return withLocalRun({ assembly, crashAt }, async ({ aws, slack, pipeline }) => {
    for (const { record } of creations) pipeline.putEvent(envelopeOf(record));
    await pipeline.run();
    const text = textOf(slack.messages);
    const digests = pipeline.logs.filter(({ line }) => line.includes('"message":"digest"'));
    return {
      tags: JSON.stringify(creations.map(({ arn }) => Object.entries(aws.inventory.tagsOf(arn)).sort())),
      announced: countNames(text),
      logged: countNames(digests.map(({ line }) => line).join('\n')),
      isInterrupted: text.includes('interrupted'),
      deadLetters: pipeline.deadLetters.length,
      points,
    };
  });
}

function problemsOf(end: End, calm: End, names: readonly string[]): readonly string[] {
  const problems = end.tags === calm.tags ? [] : ['the tags differ'];
  if (end.deadLetters > 0) problems.push(`${end.deadLetters} dead letters`);
  for (const name of names) {
    const times = end.announced.get(name) ?? 0;
    if (times > 1) problems.push(`${name} is announced ${times} times`);
    const isFindable = end.isInterrupted && end.logged.has(name);
    if (times === 0 && !isFindable)
      problems.push(`${name} is neither announced nor in the log of an interrupted digest`);
  }
  return problems;
}

function nameOfPoint({ function: name, environment, n, phase }: IoPoint): string {
  return `${name} ${environment}, request ${n}, ${phase}`;
}
