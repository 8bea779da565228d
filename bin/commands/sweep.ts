import type { SweepOutput } from '../../lambda/auto-tagging/sweeper';
import { AssemblyTemplate } from '../../lib/local/assembly-template';
import { ExecutionEnvironment } from '../../lib/local/execution-environment';
import { RealClock } from '../../lib/local/real-clock';
import { callersAccount, firstLine, isOfAws } from './account';
import { columns, print, printable, progressWhenLong } from './output';
import { synthesize } from './synthesize';

/** The sweep could not be carried out; one line for the person who called it. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

/** As long as a Lambda invocation may take. */
const TIMEOUT_MS = 15 * 60_000;

type Found = NonNullable<SweepOutput['resources']>[number];

/**
 * Runs the bundled sweeper over the caller's account, page after page, and prints what it finds. Nothing is queued.
 *
 * @throws EndpointError; SweepError when AWS does not answer as it should
 */
export async function sweep({ json = false }: { readonly json?: boolean }): Promise<void> {
  const account = await callersAccount();
  const pages = sweepPages(
    synthesize(() => {}),
    account.region,
    account.environment,
  );
  let found = 0;
  let attributed = 0;
  const stop = progressWhenLong(() => `${found} resources`);
  try {
    for await (const page of pages) {
      found += page.length;
      attributed += page.filter(({ creator }) => creator !== undefined).length;
      for (const line of json ? page.map((one) => JSON.stringify(one)) : columns(page.map(row))) print(line);
    }
  } finally {
    stop();
  }
  if (!json) print(`${found} never tagged in ${account.region}, the creator is known of ${attributed}`);
}

function row({ arn, resourceType, eventName, creator }: Found): readonly string[] {
  return [resourceType, arn, creator ?? 'creator unknown', eventName ?? ''].map(printable);
}

async function* sweepPages(
  assembly: string,
  region: string,
  variables: Readonly<Record<string, string>>,
): AsyncGenerator<readonly Found[]> {
  const template = AssemblyTemplate.read(assembly, 'AutoTagging', '123456789012');
  const [logicalId, { Properties }] =
    template.ofType('AWS::Lambda::Function').find(([id]) => template.idOf(id) === 'Sweeper') ?? never();
  const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const own = Object.entries(Variables).map(([name, value]) => [name, template.text(value)]);
  const clock = new RealClock();
  const environment = new ExecutionEnvironment({
    asset: template.assetOf(logicalId) ?? never(),
    clock,
    region,
    environment: { ...Object.fromEntries(own), ...variables },
  });
  try {
    let nextToken: string | undefined;
    do {
      const page = (await invoke(environment, nextToken)) as SweepOutput;
      yield page.resources ?? [];
      nextToken = page.nextToken;
    } while (nextToken);
  } finally {
    clock.stop();
  }
}

async function invoke(environment: ExecutionEnvironment, nextToken: string | undefined): Promise<unknown> {
  try {
    const input = { dryRun: true, ...(nextToken === undefined ? {} : { nextToken }) };
    return await environment.invoke(input, { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (isOfAws(error)) throw new SweepError(`AWS did not let the sweep look: ${firstLine(error)}`);
    throw error;
  }
}

function never(): never {
  throw new SweepError('the stack has no sweeper: `sweep` is off in sandbox.config.ts');
}
