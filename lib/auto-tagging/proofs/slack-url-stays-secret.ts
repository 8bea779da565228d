import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalSlackOptions } from '../../local/slack';
import { VirtualClock } from '../../local/virtual-clock';
import type { Proof } from '../../proof/claim';
import { envelopeOf, withLocalRun } from '../local-run';
import type { Template } from '../permissions';
import { burst } from './burst';

/** Snapshots are written from templates. */
const SNAPSHOTS = join(__dirname, '../../../test/__snapshots__');

/** Slack's webhooks, whoever's: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const ANY_WEBHOOK = /hooks\.slack\.com\/services\/\w/;

/** Minutes until a Slack that is down works again, so that a run ends. */
const OUTAGE = 10 * 60_000;

/** What happens to the notifier with this URL; each makes it write something else. */
const situations: readonly {
  readonly name: string;
  readonly urlOf: (secret: string) => string;
  readonly status?: number;
}[] = [
  { name: 'Slack works', urlOf: webhook },
  { name: 'Slack is down', urlOf: webhook, status: 503 },
  { name: 'the connection breaks', urlOf: webhook, status: 0 },
  { name: 'the webhook was revoked', urlOf: webhook, status: 404 },
  { name: 'the URL is not https', urlOf: (secret) => webhook(secret).replace('https:', 'http:') },
  { name: 'the URL is no URL', urlOf: (secret) => `hooks ${secret}` },
];

/** Uses a URL that occurs nowhere else, and looks for it, and for any other webhook, wherever something is written. */
export const prove: Proof = async ({ assembly }) => {
  const secret = randomBytes(12).toString('hex');
  const problems: string[] = [];
  let lines = 0;
  for (const { name, urlOf, status } of situations) {
    const written = await run(assembly, urlOf(secret), status);
    lines += written.lines.length;
    if (status === undefined && urlOf === webhook && !written.isUsed)
      problems.push(`when ${name}: the URL was not used`);
    if (written.lines.some((line) => line.includes(secret))) problems.push(`when ${name}: the URL was written`);
  }
  const files = [...filesBelow(assembly), ...filesBelow(SNAPSHOTS)];
  for (const file of files) {
    const content = readFileSync(file, 'latin1');
    if (content.includes(secret) || ANY_WEBHOOK.test(content))
      problems.push(`${file.slice(assembly.length)} has a webhook in it`);
  }
  problems.push(...parametersWithEcho(assembly));
  return {
    holds: problems.length === 0 && lines > 0,
    figures: {
      'situations of the notifier': situations.length,
      'lines of logs, errors and requests to AWS read': lines,
      'files of the cloud assembly and the snapshots read': files.length,
    },
    notes: problems,
  };
};

function webhook(secret: string): string {
  return `https://hooks.slack.com/services/T00PROOF/B00PROOF/${secret}`;
}

/** @returns all that the functions wrote, threw and sent, and whether Slack was told anything */
async function run(assembly: string, slackUrl: string, status: number | undefined): Promise<Written> {
  const clock = new VirtualClock();
  const until = clock.now() + OUTAGE;
  const slackOptions: Omit<LocalSlackOptions, 'clock'> =
    status === undefined ? {} : { outages: [{ from: clock.now(), until, status }] };
  return withLocalRun({ assembly, clock, slack: slackOptions }, async ({ aws, slack, pipeline }) => {
    for (const name of aws.secrets.keys()) aws.secrets.set(name, slackUrl);
    for (const { record } of burst(3, 1, clock.now(), 1_000)) pipeline.putEvent(envelopeOf(record));
    // A URL that is never accepted keeps its messages; an hour is enough to see every error.
    await clock.run(() => pipeline.drained || clock.now() > until + 60 * 60_000);
    const errors = [...pipeline.functions.values()].flatMap((lambda) => lambda.errors.map((error) => errorText(error)));
    const requests = aws.calls.map(({ input }) => JSON.stringify(input));
    const isUsed = slack.messages.some(({ path }) => slackUrl.endsWith(path));
    return { lines: [...pipeline.logs.map(({ line }) => line), ...errors, ...requests], isUsed };
  });
}

interface Written {
  readonly lines: readonly string[];
  readonly isUsed: boolean;
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : String(error);
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Parameters that could carry the URL and would be shown to whoever describes the stack. */
function parametersWithEcho(assembly: string): readonly string[] {
  const template: Template & { readonly Parameters?: Readonly<Record<string, Parameter>> } = JSON.parse(
    readFileSync(join(assembly, 'AutoTagging.template.json'), 'utf8'),
  );
  return Object.entries(template.Parameters ?? {})
    .filter(([name]) => /slack/i.test(name))
    .filter(([, { NoEcho, Default }]) => NoEcho !== true || Default !== undefined)
    .map(([name]) => `the parameter ${name} is shown, or has a default`);
}

interface Parameter {
  readonly NoEcho?: boolean;
  readonly Default?: unknown;
}
