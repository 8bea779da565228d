import type { Outcome } from '../../../lambda/mass-messaging/outcome';
import { type Faults, fraction } from '../../local/aws/faults';
import { AwsError } from '../../local/aws/service';
import type { IoPoint } from '../../local/io-point';
import type { ProviderFault, SendRequest } from '../../local/messaging-provider';
import { seededProviderFaults } from '../../local/provider-faults';
import { optOut } from '../expansion';
import { type LocalRun, runCampaign, withLocalRun } from '../local-run';
import { type Audience, isHopeless, isRefused, makeAudience } from './audience';
import { providerLimit, seededLatency } from './settings';

const shares = { optedOut: 0.01, refused: 0.005, invalid: 0.005, hopeless: 0.001, quiet: 0.02 };
const rates = { before: 0.01, after: 0.005, throttled: 0.005, entries: 0.01, crashes: 0.0006, repeatedEach: 5 };
const POISON = 3;
/** Problems that are told, at most: a defect has one for each of a million recipients. */
const SHOWN = 20;
/** V8 keeps what it made of the code of each environment, which a long run with thousands of crashes would feel. */
const MOST_CRASHES = 100;

export interface BadDayOptions {
  readonly assembly: string;
  readonly recipients: number;
  readonly seed: string;
  readonly progress: (text: string) => void;
}

/** What a bad day left behind. */
export interface BadDay {
  readonly problems: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * A campaign on a day on which everything goes wrong that may: the provider fails before and after it accepts, DynamoDB and
 * the transport throttle, environments crash, batches of the audience come twice, records are poisoned. In the end the
 * provider is repaired, and the dead letters are redriven.
 */
export async function runBadDay({ assembly, recipients, seed, progress }: BadDayOptions): Promise<BadDay> {
  const audience = makeAudience(recipients, shares, seed);
  const sometimes = seededProviderFaults({ seed, before: rates.before, after: rates.after });
  let isRepaired = false;
  const fault = (request: SendRequest): ProviderFault | undefined => {
    if (isRefused(request.to)) return 'refuse';
    return isHopeless(request.to) && !isRepaired ? 'error before' : sometimes(request);
  };
  let crashes = 0;
  const crashRate = Math.min(rates.crashes, MOST_CRASHES / (2 * recipients));
  const crashAt = ({ function: id, environment, n, phase }: IoPoint): boolean => {
    const does = fraction(`${seed} crash ${id} ${environment} ${n} ${phase}`) < crashRate;
    if (does) crashes++;
    return does;
  };
  const provider = { fault, requestsPerSecond: providerLimit(assembly) };
  const common = { assembly, latency: seededLatency(seed), provider, releasesRecords: true };
  const options = { ...common, faults: awsFaults(seed), crashAt };
  return withLocalRun(options, async (run) => {
    const awake: string[] = [];
    const first = run.clock.now();
    run.provider.onAccepted(({ to, time }) => {
      if (time < first + 3_600_000) awake.push(to);
    });
    for (const id of audience.optedOut) await optOut(run.pipeline, id);
    putPoison(run);
    progress(`${recipients} recipients`);
    const request = { campaignId: 'bad-day', text: 'Hello', audience: { key: 'people.csv', object: audience.object } };
    const isRepeated = (batch: number) => batch % rates.repeatedEach === 0;
    const expansion = await runCampaign(run, request, { isRepeated });
    const problems = problemsOf(run, audience, audience.expected);
    const asleep = new Set([...audience.expected.keys()].slice(-Math.floor(recipients * shares.quiet)));
    const woken = awake.filter((to) => asleep.has(to.slice(3)));
    problems.push(...woken.slice(0, 3).map((to) => `${to} was written to at night`));
    const given = run.pipeline.results.counts['dead-lettered'];
    if (given === 0) problems.push('nobody was given up: nothing was shown of dead letters');
    isRepaired = true;
    run.pipeline.redrive();
    await run.clock.run(() => run.pipeline.drained);
    const after = new Map([...audience.expected].map(([id, end]) => [id, end === 'dead-lettered' ? 'delivered' : end]));
    problems.push(
      ...problemsOf(run, audience, after as ReadonlyMap<string, Outcome>).map((text) => `redriven: ${text}`),
    );
    problems.push(...poisonProblems(run));
    return { problems: problems.slice(0, SHOWN), figures: figuresOf(run, { crashes, given, ...expansion }) };
  });
}

function awsFaults(seed: string): Faults {
  let calls = 0;
  let entries = 0;
  return {
    onCall: ({ service }) =>
      service === 'dynamodb' && fraction(`${seed} call ${calls++}`) < rates.throttled
        ? new AwsError('ThrottlingException', 'Throughput exceeds the current capacity of your table')
        : undefined,
    onRecord: () =>
      fraction(`${seed} entry ${entries++}`) < rates.entries
        ? new AwsError('InternalFailure', 'Internal service failure.', 500)
        : undefined,
  };
}

/** The transport of records: the stream, or the queue that is none of those that wait. */
function putPoison({ pipeline }: LocalRun): void {
  const [stream] = pipeline.streams.values();
  const transport = pipeline.transportQueue;
  for (let count = 0; count < POISON; count++) {
    if (stream) stream.put(`poison ${count}`, Buffer.from(`poison ${count}`));
    else transport?.send(`poison ${count}`);
  }
}

/** Every poisoned record is kept where a person finds it, and nothing else is. */
function poisonProblems({ pipeline }: LocalRun): readonly string[] {
  const discarded = pipeline.discarded.flatMap(({ records }) => records.map(({ data }) => data.toString()));
  const kept = [...discarded, ...pipeline.deadLetters.bodies];
  const poison = kept.filter((body) => body.startsWith('poison'));
  const problems =
    new Set(poison).size === POISON ? [] : [`${new Set(poison).size} of ${POISON} poisoned records kept`];
  if (kept.length > poison.length) problems.push(`${kept.length - poison.length} good records were given up`);
  return problems;
}

function problemsOf({ pipeline, provider, aws }: LocalRun, audience: Audience, expected: ReadonlyMap<string, Outcome>) {
  const problems: string[] = [];
  const { endOf, malformed } = pipeline.results;
  for (const [id, outcome] of expected) {
    const end = endOf.get(id);
    if (end !== outcome) problems.push(`${id} ended as ${end ?? 'nothing'} instead of ${outcome}`);
  }
  for (const id of endOf.keys()) if (!expected.has(id)) problems.push(`${id} is in no audience`);
  for (const [to, { copies }] of provider.accepted) {
    const id = to.replace(/^\w+-/, '');
    if (copies !== 1) problems.push(`${to} got ${copies} copies`);
    if (expected.get(id) !== 'delivered') problems.push(`${to} got a message, and is ${expected.get(id) ?? 'unknown'}`);
  }
  const delivered = [...expected.values()].filter((outcome) => outcome === 'delivered').length;
  if (provider.accepted.size !== delivered) {
    problems.push(`${provider.accepted.size} of ${delivered} were accepted, out of ${audience.expected.size}`);
  }
  problems.push(...malformed.slice(0, 3), ...aws.unknownCalls.slice(0, 3));
  return problems.slice(0, SHOWN);
}

function figuresOf(
  { pipeline, provider }: LocalRun,
  more: Readonly<Record<'crashes' | 'given' | 'batches' | 'repeated' | 'items', number>>,
): Readonly<Record<string, number>> {
  const { counts } = pipeline.results;
  const { requests, failedBefore, failedAfter, repeated, limited } = provider.statistics;
  let most = 0;
  for (const { copies } of provider.accepted.values()) most = Math.max(most, copies);
  return {
    recipients: more.items,
    ...counts,
    'copies of a message, at most': most,
    'requests of the provider': requests,
    'of them failed before they were accepted': failedBefore,
    'of them accepted, and the answer lost': failedAfter,
    'copies that the provider dropped by their key': repeated,
    'answered with 429': limited,
    'batches of the audience that came twice': more.repeated,
    'crashes of execution environments': more.crashes,
    'given up, and delivered after the redrive': more.given,
  };
}
