import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SenderEnvironment } from '../../lambda/mass-messaging/environment';
import type { Served } from './servers';

/** Messages until code is compiled and the first batches are done, and milliseconds that a slow machine gets for them. */
const WARM_UP = 50_000;
const LONGEST_WARM_UP = 30_000;

export interface Load {
  readonly cores: 1 | 2;
  /** 0 for requests alone. */
  readonly recipientsPerRecord: number;
  /** @default - answers out of variables */
  readonly database?: 'dynalite';
}

export interface Measured {
  readonly perMinute: number;
  readonly accepted: number;
  readonly repeated: number;
  /** Of a sender, in the end by that in the beginning. */
  readonly memory: number;
}

/** Starts the processes, waits until they are warm, and counts for so many seconds what the provider accepts. */
export async function measure(
  asset: string,
  { cores, recipientsPerRecord, database }: Load,
  seconds: number,
): Promise<Measured> {
  const started: ChildProcess[] = [];
  const start = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
    const child = fork(join(__dirname, file), args, {
      env,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.push(child);
    if (cores === 1) spawnSync('taskset', ['-a', '-p', '-c', '0', String(child.pid)]);
    return child;
  };
  try {
    const servers = start('servers.ts', database ? [database] : [], process.env);
    const urls = await answerOf<{ readonly provider: string; readonly aws: string }>(servers);
    const senders = Array.from({ length: cores }, (_, own) =>
      start('sender-process.ts', [asset, String(own), String(recipientsPerRecord)], environmentOf(urls)),
    );
    const coldUntil = performance.now() + LONGEST_WARM_UP;
    while ((await ask<Served>(servers)).accepted < WARM_UP && performance.now() < coldUntil) await setTimeout(500);
    const [before, memoryBefore, begun] = [await ask<Served>(servers), await memoryOf(senders), performance.now()];
    await setTimeout(seconds * 1_000);
    const [after, memoryAfter, ended] = [await ask<Served>(servers), await memoryOf(senders), performance.now()];
    const accepted = after.accepted - before.accepted;
    const perMinute = (accepted * 60_000) / (ended - begun);
    return { perMinute, accepted, repeated: after.repeated, memory: memoryAfter / memoryBefore };
  } finally {
    for (const child of started) child.kill();
  }
}

function environmentOf({ provider, aws }: { readonly provider: string; readonly aws: string }): NodeJS.ProcessEnv {
  const contract: Readonly<Record<keyof typeof SenderEnvironment, string>> = {
    campaignTableName: 'campaigns',
    ledgerTableName: 'ledger',
    optOutTableName: 'opt-outs',
    rateTableName: 'rates',
    deliveryStreamName: 'results',
    laterQueueUrl: `${aws}/123456789012/later`,
    deadLetterQueueUrl: `${aws}/123456789012/dead`,
    providerUrl: provider,
    providerSecretName: '',
    // So high that it is the cores that limit.
    requestsPerSecond: '200000',
    quietHours: '',
    maxReceives: '5',
    // The most that the capacity function gives an environment.
    sendsAtOnce: '200',
  };
  const named = Object.entries(SenderEnvironment).map(([property, name]) => [
    name,
    contract[property as keyof typeof SenderEnvironment],
  ]);
  return {
    ...process.env,
    ...Object.fromEntries(named),
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** The mean, in bytes. */
async function memoryOf(senders: readonly ChildProcess[]): Promise<number> {
  const all = await Promise.all(senders.map((sender) => ask<number>(sender)));
  return all.reduce((sum, bytes) => sum + bytes, 0) / all.length;
}

function ask<Answer>(child: ChildProcess): Promise<Answer> {
  const answer = answerOf<Answer>(child);
  child.send('tell');
  return answer;
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Answer);
    });
  });
}
