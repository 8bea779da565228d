import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../lib/constructs/bundle';
import { runBadDay } from '../lib/mass-messaging/proofs/bad-day';
import { synthesizeMassMessaging } from '../lib/mass-messaging/synthesize';
import { type Finding, rounded, told } from './finding';
import { HeapPeak } from './mass-messaging/heap-peak';
import { type Load, type Measured, measure } from './mass-messaging/measure';

const UNIT = 'messages a minute';
/** Messages a minute that the task asks for, and those that are aimed at on two cores, by recipients in a record. */
const TASK = 100_000;
const cases = [
  { id: 'one-on-1', cores: 1, recipientsPerRecord: 1, goal: 1_000_000 },
  { id: 'one-on-2', cores: 2, recipientsPerRecord: 1, goal: 1_000_000 },
  { id: 'fifty-on-2', cores: 2, recipientsPerRecord: 50, goal: 2_000_000 },
] as const;

/** Seconds for which what is compared with is measured, at most. */
const COMPARED_SECONDS = 30;

/** With a DynamoDB that keeps what it is given: then it is mostly dynalite that is measured. */
const kept = {
  id: 'fifty-on-2-dynalite',
  cores: 2,
  recipientsPerRecord: 50,
  goal: 2_000_000,
  database: 'dynalite',
} as const;

/**
 * Messages a minute of the bundled sender. On the same cores, in a process of their own, are a provider that is as light as
 * it can be, and in place of AWS some variables that answer: neither DynamoDB nor Firehose is measured.
 *
 * @param seconds for which each figure is measured
 */
export async function benchMassMessaging(seconds = 5): Promise<readonly Finding[]> {
  const asset = mkdtempSync(join(tmpdir(), 'sender-'));
  try {
    const [index] = bundle('lambda/mass-messaging/sender.ts').code;
    writeFileSync(join(asset, 'index.js'), index?.text ?? '');
    const few = Math.min(seconds, COMPARED_SECONDS);
    const bare = await measure(asset, { cores: 2, recipientsPerRecord: 0 }, few);
    const most = { what: 'nothing but requests on 2 cores', unit: UNIT, value: rounded(bare.perMinute) };
    const lines: Finding[] = [
      {
        text: `mass messaging, ${most.what}: ${perMinuteOf(bare)}, what can be had at most`,
        figures: [{ id: 'mass-messaging/bare', ...most }],
      },
    ];
    for (const one of cases) lines.push(describe(one, await measure(asset, one, seconds), bare, seconds));
    lines.push(describe(kept, await measure(asset, kept, few), bare, few));
    return lines;
  } finally {
    rmSync(asset, { recursive: true });
  }
}

/**
 * The proof of the bad day with other numbers of recipients: each of them ends once, whatever goes wrong. The memory is that
 * of everything in one process, with the books of who was to end how, and who was sent what.
 *
 * @param sizes as many recipients as one has time for: a thousand take one or two seconds
 */
export async function benchCampaign(sizes: readonly number[]): Promise<readonly Finding[]> {
  const assembly = mkdtempSync(join(tmpdir(), 'campaign-'));
  const lines: Finding[] = [];
  try {
    const provider = { url: 'https://provider.example.com/v1', requestsPerSecond: 2_000 };
    const config = { transport: 'kinesis', messagesPerMinute: TASK, recipientsPerRecord: 25, provider } as const;
    synthesizeMassMessaging(config, assembly);
    for (const recipients of sizes) {
      const start = performance.now();
      const heap = new HeapPeak();
      const { problems, figures } = await runBadDay({ assembly, recipients, seed: 'bench', progress: () => {} });
      const seconds = Math.round((performance.now() - start) / 1_000);
      const outcomes = Object.entries(figures).map(([name, value]) => `${value.toLocaleString('en')} ${name}`);
      const memory = `${Math.round(heap.stop() / 1e6).toLocaleString('en')} MB of heap at most`;
      lines.push(
        told(
          `mass messaging, a bad day in ${seconds} s and ${memory}: ${outcomes.join(', ')}; ${problems.length} problems`,
        ),
        ...problems.map(told),
      );
    }
    return lines;
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

const perMinuteOf = ({ perMinute }: Measured): string =>
  `${Math.round(perMinute).toLocaleString('en')} messages a minute`;

function describe(
  { id, cores, recipientsPerRecord, goal, database }: Load & { readonly id: string; readonly goal: number },
  measured: Measured,
  bare: Measured,
  seconds: number,
): Finding {
  const times = (rate: number): string => `${(measured.perMinute / rate).toFixed(2)} x`;
  const packed = recipientsPerRecord === 1 ? '1 recipient' : `${recipientsPerRecord} recipients`;
  const where = `on ${cores} ${cores === 1 ? 'core' : 'cores'}${database ? ` with ${database}` : ''}`;
  const text =
    `mass messaging, ${packed} a record ${where}: ${perMinuteOf(measured)} ` +
    `for ${seconds} s, ${times(TASK)} the task, ${times(goal)} the goal${cores === 1 ? ' for two cores' : ''}, ` +
    `${times(bare.perMinute)} nothing but requests; ${measured.repeated} sent twice; memory of a sender ` +
    `${measured.memory.toFixed(2)} x after ${measured.accepted.toLocaleString('en')} more`;
  const what = `${packed} a record ${where}`;
  const value = rounded(measured.perMinute);
  const baseline = rounded(bare.perMinute);
  return { text, figures: [{ id: `mass-messaging/${id}`, what, unit: UNIT, value, goal, baseline }] };
}
