import { parseSlackUrl } from '../../lambda/auto-tagging/notification/slack-url';
import { type Outcome, outcomes, type RecordOutcome } from '../../lambda/auto-tagging/outcome';
import { type Explanation, explain as explainRecord } from '../../lib/auto-tagging/explain';
import { InputError, type SourceRecord } from '../../lib/auto-tagging/read-records';
import { type Replay, ReplayError, replay as replayRecords } from '../../lib/auto-tagging/replay';
import { slackText } from '../../lib/auto-tagging/slack-text';
import { type CallersAccount, callersAccount, callersEndpoint } from './account';
import { assertReachable } from './endpoint';
import { readInput } from './input';
import { columns, note, print, printable, progressWhenLong, style } from './output';
import { synthesize } from './synthesize';

export interface ReplayCommandOptions {
  readonly apply?: boolean;
  readonly slackUrl?: string;
  readonly json?: boolean;
}

/**
 * Replays CloudTrail records and prints what became of each.
 *
 * @throws InputError, ReplayError, EndpointError, InvalidSlackUrlError
 */
export async function replay(
  path: string,
  { apply = false, slackUrl, json = false }: ReplayCommandOptions,
): Promise<void> {
  const sources = readInput(path);
  const result = await run(sources, slackUrl, apply ? await callersAccount() : undefined);
  for (const [index, { reason }] of result.outcomes.entries()) {
    const { problem, value } = sources[index] ?? {};
    if (problem !== undefined || !isRecord(value)) note(reason);
  }
  if (json) for (const outcome of result.outcomes) print(JSON.stringify(inOrder(outcome)));
  else printReplay(result, apply);
  if (result.slackProblem !== undefined) throw new ReplayError(`Slack did not take a digest: ${result.slackProblem}`);
}

/**
 * Explains one CloudTrail record.
 *
 * @throws InputError when there is not exactly one, ReplayError, EndpointError
 */
export async function explain(path: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  const sources = readInput(path);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    throw new InputError(`${path}: explain takes one record, here are ${sources.length}; takehome replay takes many`);
  }
  const assembly = synthesize(() => {});
  const result = await run(sources, undefined, undefined, assembly);
  const explanation = explainRecord(assembly, source.value, result);
  if (json) print(JSON.stringify(explanation, null, 2));
  else printExplanation(explanation);
}

async function run(
  sources: readonly SourceRecord[],
  givenUrl: string | undefined,
  account: CallersAccount | undefined,
  assembly: string | (() => string) = () => synthesize(() => {}),
): Promise<Replay> {
  const slackUrl = givenUrl === undefined ? undefined : parseSlackUrl(givenUrl);
  await assertReachable(slackUrl);
  const readThrough = account === undefined ? callersEndpoint() : undefined;
  await assertReachable(readThrough);
  let stop = () => {};
  try {
    return await replayRecords({
      assembly,
      sources,
      ...(account && { apply: account }),
      ...(readThrough !== undefined && { readThrough }),
      ...(slackUrl !== undefined && { slackUrl }),
      watch: (done) => {
        stop = progressWhenLong(() => `${Math.min(done(), sources.length)} of ${sources.length} records`);
      },
    });
  } finally {
    stop();
  }
}

/** Whether the value could be read as a record: those that could not are told on standard error too. */
function isRecord(value: unknown): boolean {
  const { detail, eventSource, eventName } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return detail === undefined ? Boolean(eventSource) && Boolean(eventName) : isRecord(detail);
}

/** The one shape that `--json` promises. */
function inOrder({ eventId, eventSource, eventName, outcome, arns, tags, reason }: RecordOutcome): RecordOutcome {
  return { eventId, eventSource, eventName, outcome, arns, tags, reason };
}

const colours: Readonly<Record<Outcome, Parameters<typeof style>[0]>> = {
  tagged: 'green',
  compliant: 'green',
  skipped: 'dim',
  pending: 'yellow',
  unmapped: 'yellow',
  refused: 'red',
  failed: 'red',
};

function printReplay({ outcomes: found, digests, posted }: Replay, applied: boolean): void {
  const rows = found.map(({ outcome, eventSource, eventName, arns: [first = '-', ...others], reason }) => [
    outcome,
    `${eventSource} ${eventName}`.trim() || '-',
    others.length > 0 ? `${first} (+${others.length})` : first,
    reason,
  ]);
  for (const [index, line] of columns(rows.map((row) => row.map(printable))).entries()) {
    const { outcome = 'failed' } = found[index] ?? {};
    print(style(colours[outcome], line.slice(0, outcome.length)) + line.slice(outcome.length));
  }
  for (const digest of digests) {
    print();
    print(style('bold', 'Slack'));
    for (const line of slackText(digest).split('\n')) print(`  ${printable(line)}`);
  }
  if (posted > 0) print(`\n${posted} ${posted === 1 ? 'digest' : 'digests'} posted to Slack`);
  const counts = outcomes.map((outcome) => [outcome, found.filter((one) => one.outcome === outcome).length] as const);
  print();
  print(counts.flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : [])).join(', '));
  if (!applied) print(style('dim', 'a dry run: nothing was tagged; --apply tags'));
}

function printExplanation({ event, who, derivation, resources, required, outcome, reason, slack }: Explanation): void {
  const lines = columns([
    ['event', `${event.eventSource} ${event.eventName}, ${event.eventTime || 'time unknown'}`],
    ['who', `${who.owner}${who.tool === '' ? '' : `, with ${who.tool}`}`],
    ['identity', who.arn || 'unknown'],
    ...resources.map(({ arn, type, name }) => ['created', `${type} ${arn ?? name}`]),
    ['how', derivation.reason],
    ...required.map(({ key, state, value, source }) => [
      'tag',
      `${key}${value === undefined ? '' : ` = ${value}`} (${state === 'added' ? `added: ${source}` : state})`,
    ]),
    ['outcome', outcome],
    ['why', reason],
  ]);
  for (const line of lines) print(printable(line));
  for (const text of slack) {
    print();
    print(style('bold', 'Slack'));
    for (const line of text.split('\n')) print(`  ${printable(line)}`);
  }
}
