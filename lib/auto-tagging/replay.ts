import type { CloudTrailEvent } from '../../lambda/auto-tagging/cloudtrail/event';
import { NotCloudTrailError, parseMessage } from '../../lambda/auto-tagging/cloudtrail/parse';
import { creatingPrefix } from '../../lambda/auto-tagging/derivation/names';
import type { RecordOutcome } from '../../lambda/auto-tagging/outcome';
import { RealClock } from '../local/real-clock';
import type { SlackBody } from '../local/slack';
import { type SlackRelay, startSlackRelay } from '../local/slack-relay';
import { VirtualClock } from '../local/virtual-clock';
import { TaggerEnvironment } from './environment';
import { envelopeOf, type LocalRun, withLocalRun } from './local-run';
import type { Pipeline } from './pipeline';
import type { SourceRecord } from './read-records';

/** What cannot be replayed at all; the message is one line for the person who asked for it. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** Where the resources are, for the tagger. */
export interface Account {
  /** What the AWS SDK takes from the environment: endpoints, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** 12 digits. @default - that of the local AWS */
  readonly accountId?: string;
}

export interface ReplayOptions {
  /** The cloud assembly, the folder cdk.out; or what makes one, once it is known that there is something to replay. */
  readonly assembly: string | (() => string);
  readonly sources: readonly SourceRecord[];
  /** Tag for real: the tagger talks to this account, by the clock on the wall. @default - a dry run */
  readonly apply?: Account;
  /** In a dry run, the endpoint that tells which tags there are. @default - there are none but those in the records */
  readonly readThrough?: string;
  /** Where digests are posted. @default - they are kept and returned */
  readonly slackUrl?: string;
  /** Called when the run begins, with a function that tells how many records are done. */
  readonly watch?: (done: () => number) => void;
}

/** What became of the records. */
export interface Replay {
  /** One for each record of the input, in its order. */
  readonly outcomes: readonly RecordOutcome[];
  /** What Slack was told, where the messages were kept. */
  readonly digests: readonly SlackBody[];
  /** Digests that the given Slack URL has taken. */
  readonly posted: number;
  /** Why the given Slack URL did not take a digest. */
  readonly slackProblem?: string;
}

/** A record on its way: either it has its outcome already, or the pipeline will tell it under the id of a message. */
type Sent = { readonly outcome: RecordOutcome } | { readonly source: Named; readonly messageId: string };

type Named = Pick<RecordOutcome, 'eventId' | 'eventSource' | 'eventName'>;

/**
 * Sends CloudTrail records through the rules, queues and bundled functions of the stack. In a dry run all of it is local
 * and takes no time; else resources are tagged in the account, without grace period, while bus, queues and the ledger of
 * alerts stay local.
 *
 * @throws ReplayError when no record is CloudTrail
 */
export async function replay(options: ReplayOptions): Promise<Replay> {
  const { assembly, apply, readThrough, slackUrl, watch } = options;
  const records = options.sources.map(readSource);
  if (records.every((record) => 'outcome' in record)) {
    const [first] = records.flatMap((record) => ('outcome' in record ? [record.outcome.reason] : []));
    throw new ReplayError(`no CloudTrail record: ${first ?? 'the input holds no record at all'}`);
  }
  const folder = typeof assembly === 'string' ? assembly : assembly();
  const clock = apply === undefined ? new VirtualClock(Date.now()) : new RealClock();
  const relay =
    slackUrl === undefined ? undefined : await startSlackRelay({ url: slackUrl, paced: apply === undefined });
  try {
    const run = {
      assembly: folder,
      clock,
      ...(relay && { relay }),
      ...(readThrough !== undefined && { readThrough }),
      ...(apply
        ? { waits: 'none' as const, environment: (localAws: string) => ({ Tagger: outwards(apply, localAws) }) }
        : // An export may hold records of many accounts, whose resources must not be taken for one another.
          { environment: { Tagger: { [TaggerEnvironment.memberRoleName]: 'dry-run' } } }),
      ...(apply?.accountId !== undefined && { accountId: apply.accountId }),
    };
    return await withLocalRun(run, async (local) => {
      const sent = records.map((record) => ('outcome' in record ? record : put(local, record)));
      watch?.(() => local.pipeline.outcomes.length + sent.filter((one) => 'outcome' in one).length);
      await clock.run(() => isOver(local, sent, relay));
      return collect(sent, local, relay);
    });
  } finally {
    if (clock instanceof RealClock) clock.stop();
    await relay?.stop();
  }
}

/** Findings and messages stay here, whatever endpoints the caller has named. */
function outwards({ environment }: Account, localAws: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: '',
    ...environment,
    AWS_ENDPOINT_URL_EVENTBRIDGE: localAws,
    AWS_ENDPOINT_URL_SQS: localAws,
  };
}

type Readable = { readonly event: CloudTrailEvent; readonly value: Readonly<Record<string, unknown>> };

function readSource({ where, value, problem }: SourceRecord): Readable | { readonly outcome: RecordOutcome } {
  if (problem !== undefined) return { outcome: failed({}, `${where}: ${problem}`) };
  try {
    const message = parseMessage(JSON.stringify(value));
    if (message.kind === 'created') return { event: message.event, value: value as Readonly<Record<string, unknown>> };
    return { outcome: failed({}, `${where}: not a CloudTrail record: a message of the sweep`) };
  } catch (error) {
    if (!(error instanceof NotCloudTrailError)) throw error;
    return { outcome: failed(value, `${where}: ${error.message}`) };
  }
}

function failed(value: unknown, reason: string): RecordOutcome {
  const { eventID, eventSource, eventName } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const text = (field: unknown) => (typeof field === 'string' ? field : '');
  return {
    eventId: text(eventID),
    eventSource: text(eventSource),
    eventName: text(eventName),
    outcome: 'failed',
    arns: [],
    tags: {},
    reason,
  };
}

function put({ pipeline }: LocalRun, { event, value }: Readable): Sent {
  const source = { eventId: event.eventID, eventSource: event.eventSource, eventName: event.eventName };
  const [messageId] = pipeline.putEvent(envelopeOf(value));
  if (messageId !== undefined) return { source, messageId };
  return { outcome: { ...source, outcome: 'skipped', arns: [], tags: {}, reason: whyNotTaken(event) } };
}

function whyNotTaken({ errorCode, readOnly, eventName, userIdentity }: CloudTrailEvent): string {
  if (errorCode !== undefined) return `The call failed: ${errorCode}.`;
  if (readOnly) return 'The call only reads.';
  if (creatingPrefix(eventName) === undefined) return `${eventName} does not create anything.`;
  const { sessionIssuer } = (userIdentity.sessionContext ?? {}) as { sessionIssuer?: unknown };
  return sessionIssuer === undefined ? 'No rule takes this event.' : 'The tagger made this call itself.';
}

/**
 * A digest that Slack did not take would come again for a day. Nobody waits for that, nor, by the clock on the wall, for
 * the visibility timeout of a message that failed and whose outcome is known.
 */
function isOver({ clock, pipeline }: LocalRun, sent: readonly Sent[], relay: SlackRelay | undefined): boolean {
  if (pipeline.drained) return true;
  const isHopeless = clock instanceof RealClock || (relay !== undefined && relay.failures.length > 0);
  if (!isHopeless || !pipeline.resting) return false;
  const known = new Set(pipeline.outcomes.map(({ messageId }) => messageId));
  return pipeline.queueOf('Tagger').size === 0 || sent.every((one) => 'outcome' in one || known.has(one.messageId));
}

function collect(sent: readonly Sent[], { pipeline, slack }: LocalRun, relay: SlackRelay | undefined): Replay {
  const byMessage = new Map(pipeline.outcomes.map(({ messageId, record }) => [messageId, record]));
  return {
    outcomes: sent.map((one) => {
      if ('outcome' in one) return one.outcome;
      const { source, messageId } = one;
      const outcome = byMessage.get(messageId);
      return outcome ?? { ...source, outcome: 'failed', arns: [], tags: {}, reason: whyGivenUp(pipeline, messageId) };
    }),
    digests: slack.messages.map(({ body }) => body),
    posted: relay?.posted ?? 0,
    ...(pipeline.queueOf('Notifier').size === 0
      ? {}
      : { slackProblem: relay?.failures[0] ?? lastErrorOf('Notifier', pipeline) }),
  };
}

/** What a function logged last as an error; the notifier's errors never hold the URL. */
function lastErrorOf(id: string, pipeline: Pipeline): string {
  const line = pipeline.logs.findLast((one) => one.function === id && one.line.includes('"error":"'))?.line ?? '{}';
  return String((JSON.parse(line) as { error?: unknown }).error ?? 'no reason is known');
}

/** The last reason for which the record had to come again. */
function whyGivenUp(pipeline: Pipeline, messageId: string): string {
  const retried = pipeline.logs.findLast(({ line }) => line.includes('"retried"') && line.includes(messageId));
  if (retried !== undefined) return String((JSON.parse(retried.line) as { reason?: unknown }).reason);
  const error = pipeline.function('Tagger').errors.at(-1);
  return error === undefined ? 'The tagger told nothing.' : `${error.name}: ${error.message}`;
}
