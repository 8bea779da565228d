import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../constructs/bundle';
import { ExecutionEnvironment } from '../../local/execution-environment';
import { Stream } from '../../local/kinesis';
import { KinesisEventSourceMapping } from '../../local/kinesis-event-source-mapping';
import { LambdaFunction } from '../../local/lambda-function';
import { startLocalMessagingProvider } from '../../local/messaging-provider';
import { seededProviderFaults } from '../../local/provider-faults';
import { VirtualClock } from '../../local/virtual-clock';

/** A sender as one finds them, with what its event source mapping is set to. */
export interface UsualAnswer {
  readonly name: string;
  /** File in lib/mass-messaging/proofs/usual. */
  readonly handler: 'parallel-sends' | 'throw-only' | 'stop-at-first';
  readonly reportBatchItemFailures: boolean;
  /** @default - for ever */
  readonly maximumRetryAttempts?: number;
}

export interface UsualRun {
  /** Recipients, one to a record. */
  readonly recipients: number;
  /** Share of requests that fail, half of them after the message was accepted. */
  readonly failures: number;
  /** A record that nobody can read, at this place. @default - none */
  readonly poisonAt?: number;
}

/** What came of a run. */
export interface Spread {
  /** Copies that the provider accepted for each recipient that got any. */
  readonly copies: number;
  /** Share of recipients with more than one copy. */
  readonly duplicated: number;
  readonly neverSent: number;
  /** Good messages among what was given up. */
  readonly givenUp: number;
  readonly invocations: number;
  /** Whether everything was done after {@link MOST_INVOCATIONS}. */
  readonly isFinished: boolean;
}

/** Records in a batch, as in many examples. */
export const BATCH = 1_000;
/** A run that takes more for each batch will not end. */
export const MOST_INVOCATIONS = 10;

/** Runs a usual answer from a local stream of one shard against a local provider. */
export async function runUsual(answer: UsualAnswer, { recipients, failures, poisonAt }: UsualRun): Promise<Spread> {
  const clock = new VirtualClock();
  const half = failures / 2;
  const fault = seededProviderFaults({ seed: `${answer.name} ${failures}`, before: half, after: half, resets: 0 });
  const provider = await startLocalMessagingProvider({ clock, fault });
  const asset = mkdtempSync(join(tmpdir(), 'usual-'));
  try {
    const [index] = bundle(`lib/mass-messaging/proofs/usual/${answer.handler}.ts`).code;
    writeFileSync(join(asset, 'index.js'), index?.text ?? '');
    const environment = { PROVIDER_URL: provider.url };
    const start = () => new ExecutionEnvironment({ asset, clock, environment });
    const target = new LambdaFunction({ start, timeoutSeconds: 900 });
    const limits = { recordsPerSecond: Number.POSITIVE_INFINITY, bytesPerSecond: Number.POSITIVE_INFINITY };
    const stream = new Stream({ clock, name: 'usual', shardCount: 1, limits });
    let givenUp = 0;
    const mapping = new KinesisEventSourceMapping({
      clock,
      stream,
      function: target,
      batchSize: BATCH,
      reportBatchItemFailures: answer.reportBatchItemFailures,
      maximumRetryAttempts: answer.maximumRetryAttempts ?? -1,
      onFailure: ({ records }) => {
        givenUp += records.filter(({ data }) => data.toString().startsWith('{')).length;
      },
    });
    for (let place = 0; place < recipients; place++) {
      if (place === poisonAt) stream.put('poison', Buffer.from('poison'));
      stream.put(`r${place}`, Buffer.from(JSON.stringify({ to: `r${place}`, text: 'hello' })));
    }
    // Answers that stop at a failure need an invocation for each, and are no worse for it.
    const most = answer.handler === 'throw-only' ? MOST_INVOCATIONS : Number.POSITIVE_INFINITY;
    await clock.run(() => mapping.busy === 0 || target.invocations >= most);
    const all = [...provider.accepted.values()];
    const copies = all.reduce((sum, message) => sum + message.copies, 0);
    return {
      copies: all.length === 0 ? 0 : copies / all.length,
      duplicated: all.filter((message) => message.copies > 1).length / recipients,
      neverSent: recipients - all.length,
      givenUp,
      invocations: target.invocations,
      isFinished: mapping.busy === 0,
    };
  } finally {
    await provider.stop();
    rmSync(asset, { recursive: true });
  }
}
