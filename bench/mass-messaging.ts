import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SenderEnvironment } from '../lambda/mass-messaging/environment';
import { bundle } from '../lib/constructs/bundle';
import { runBadDay } from '../lib/mass-messaging/proofs/bad-day';
import { synthesizeMassMessaging } from '../lib/mass-messaging/synthesize';
import type { Served } from './mass-messaging/servers';

/** Messages a minute that the task asks for, and those that are aimed at on two cores, by recipients in a record. */
const TASK = 100_000;
const cases = [
  { cores: 1, recipientsPerRecord: 1, goal: 1_000_000 },
  { cores: 2, recipientsPerRecord: 1, goal: 1_000_000 },
  { cores: 2, recipientsPerRecord: 50, goal: 2_000_000 },
] as const;

/** Until code is compiled and the first batches are done. */
const WARM_UP = 6_000;

/**
 * Messages a minute of the bundled sender, its provider on the same cores.
 *
 * @param seconds for which each figure is measured
 */
export async function benchMassMessaging(seconds = 5): Promise<readonly string[]> {
  const asset = mkdtempSync(join(tmpdir(), 'sender-'));
  try {
    const [index] = bundle('lambda/mass-messaging/sender.ts').code;
    writeFileSync(join(asset, 'index.js'), index?.text ?? '');
    const bare = await measure(asset, { cores: 2, recipientsPerRecord: 0 }, seconds);
    const lines = [`mass messaging, nothing but requests on 2 cores: ${perMinuteOf(bare)}, what can be had at most`];
    for (const one of cases) lines.push(describe(one, await measure(asset, one, seconds), bare, seconds));
    return lines;
  } finally {
    rmSync(asset, { recursive: true });
  }
}

/**
 * The proof of the bad day with another number of recipients: each of them ends once, whatever goes wrong.
 *
 * @param recipients as many as one has time for: a thousand take about a second
 */
export async function benchCampaign(recipients: number): Promise<readonly string[]> {
  const assembly = mkdtempSync(join(tmpdir(), 'campaign-'));
  try {
    const provider = { url: 'https://provider.example.com/v1', requestsPerSecond: 2_000 };
    const config = { transport: 'kinesis', messagesPerMinute: TASK, recipientsPerRecord: 25, provider } as const;
    synthesizeMassMessaging(config, assembly);
    const start = performance.now();
    const { problems, figures } = await runBadDay({ assembly, recipients, seed: 'bench', progress: () => {} });
    const seconds = Math.round((performance.now() - start) / 1_000);
    const told = Object.entries(figures).map(([name, value]) => `${value.toLocaleString('en')} ${name}`);
    return [`mass messaging, a bad day in ${seconds} s: ${told.join(', ')}; ${problems.length} problems`, ...problems];
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

interface Load {
  readonly cores: 1 | 2;
  /** 0 for requests alone. */
  readonly recipientsPerRecord: number;
}

interface Measured {
  readonly perMinute: number;
  readonly accepted: number;
  readonly repeated: number;
  /** Of a sender, in the end by that in the beginning. */
  readonly memory: number;
}

async function measure(asset: string, { cores, recipientsPerRecord }: Load, seconds: number): Promise<Measured> {
  const started: ChildProcess[] = [];
  const start = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
    const child = fork(join(__dirname, 'mass-messaging', file), args, {
      env,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.push(child);
    if (cores === 1) spawnSync('taskset', ['-a', '-p', '-c', '0', String(child.pid)]);
    return child;
  };
  try {
    const servers = start('servers.ts', [], process.env);
    const urls = await answerOf<{ readonly provider: string; readonly aws: string }>(servers);
    const senders = Array.from({ length: cores }, (_, own) =>
      start('sender-process.ts', [asset, String(own), String(recipientsPerRecord)], environmentOf(urls)),
    );
    await setTimeout(WARM_UP);
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

const perMinuteOf = ({ perMinute }: Measured): string =>
  `${Math.round(perMinute).toLocaleString('en')} messages a minute`;

function describe(
  { cores, recipientsPerRecord, goal }: (typeof cases)[number],
  measured: Measured,
  bare: Measured,
  seconds: number,
): string {
  const times = (rate: number): string => `${(measured.perMinute / rate).toFixed(2)} x`;
  const packed = recipientsPerRecord === 1 ? '1 recipient' : `${recipientsPerRecord} recipients`;
  return (
    `mass messaging, ${packed} a record on ${cores} ${cores === 1 ? 'core' : 'cores'}: ${perMinuteOf(measured)} ` +
    `for ${seconds} s, ${times(TASK)} the task, ${times(goal)} the goal${cores === 1 ? ' for two cores' : ''}, ` +
    `${times(bare.perMinute)} nothing but requests; ${measured.repeated} sent twice; memory of a sender ` +
    `${measured.memory.toFixed(2)} x after ${measured.accepted.toLocaleString('en')} more`
  );
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
    child.once('message', (message) => resolve(message as Answer));
    child.once('exit', (code) => reject(new Error(`a process of the bench ended with ${code}`)));
  });
}
