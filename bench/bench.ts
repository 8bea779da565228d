import { print } from '../bin/commands/output';
import { recordFigures, requireQuiet } from './benchmarks-file';
import { benchBundles } from './bundles';
import { recordBurst } from './burst';
import { benchChatSystem } from './chat-system';
import { benchDerivation } from './derivation';
import { type Finding, told } from './finding';
import { benchCampaign, benchMassMessaging } from './mass-messaging';
import { benchPacketLab } from './packet-lab';
import { benchReachability } from './reachability';
import { recordRollouts } from './rollouts';
import { benchSynth } from './synth';

const LONG_SECONDS = 600;
const LONG_RECIPIENTS = [10_000, 100_000, 1_000_000];

type Bench = () => readonly Finding[] | Promise<readonly Finding[]>;

/** What `npm run bench` measures, in this order. */
const usual: Readonly<Record<string, Bench>> = {
  derivation: benchDerivation,
  bundles: benchBundles,
  reachability: benchReachability,
  'packet-lab': benchPacketLab,
  'mass-messaging': () => benchMassMessaging(),
  'chat-system-short': () => benchChatSystem(),
  synth: benchSynth,
};

const today = (): string => new Date().toISOString().slice(0, 10);

/** What takes minutes, or only writes what a page shows: `npm run bench -- chat-system`. */
const byName: Readonly<Record<string, Bench>> = {
  ...usual,
  'chat-system': () => benchChatSystem('long'),
  'mass-messaging-long': async () => [
    ...(await benchMassMessaging(LONG_SECONDS)),
    ...(await benchCampaign(LONG_RECIPIENTS)),
  ],
  burst: async () => (await recordBurst(today())).map(told),
  rollouts: () => recordRollouts(today()).map(told),
};

/**
 * Prints every figure with what it is compared to; ratios hold within one run, seconds do not travel between machines.
 * `--json` prints figures alone, `--record` puts them into docs/benchmarks.json, from which the pages have theirs.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const chosen = (names.length > 0 ? names : Object.keys(usual)).map((name) => {
    const bench = byName[name];
    if (bench === undefined) throw new Error(`no bench '${name}'; there is ${Object.keys(byName).join(', ')}`);
    return bench;
  });
  const isJson = args.includes('--json');
  const isRecord = args.includes('--record');
  if (isRecord) requireQuiet();
  const findings: Finding[] = [];
  for (const bench of chosen) {
    const found = await bench();
    findings.push(...found);
    if (!isJson) for (const { text } of found) print(text);
  }
  const figures = findings.flatMap((finding) => finding.figures ?? []);
  if (isJson) print(JSON.stringify(figures, null, 2));
  if (isRecord) recordFigures(figures, today());
}

void main();
