import { existsSync, readFileSync } from 'node:fs';
import { decide } from '../lib/reachability/decide';
import { destinations, sources } from '../lib/reachability/endpoints';
import { generate } from '../lib/reachability/generate';
import { matrix } from '../lib/reachability/matrix';
import { Network } from '../lib/reachability/network';
import { readModel } from '../lib/reachability/read-model';
import type { Question } from '../lib/reachability/verdict';
import { type Finding, rounded, told } from './finding';
import { median } from './measure';

/** Deployments on AWS, and what was reachable there; beside the project on some machines. */
const OBSERVATIONS = '../shared/network/observations';
const RUNS = 5;
/** Seconds for all deployments and all their probes, in one process. */
const OBSERVATIONS_GOAL = 0.2;
/** Seconds for all pairs of 1,000 interfaces on one core. */
const MATRIX_GOAL = 10;
const SIZES = [100, 1_000, 5_000];
const PORTS = [22, 443, 8080].map((port) => ({ protocol: 'tcp', port }) as const);

/** Verdicts a second on what was deployed, and how all pairs of a generated network grow. */
export function benchReachability(): readonly Finding[] {
  return [...benchObservations(), ...benchMatrix()];
}

interface Probe {
  readonly topology: { readonly dir: string };
  readonly from: { readonly ip: string; readonly kind: string };
  readonly to: { readonly ip: string };
  readonly protocol: Question['protocol'];
  readonly port: number | null;
  readonly expected: string;
  readonly usable: boolean;
}

function benchObservations(): readonly Finding[] {
  const file = `${OBSERVATIONS}/cases.jsonl`;
  if (!existsSync(file)) return [told(`reachability, deployments: skipped, there is no ${OBSERVATIONS}`)];
  const probes = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Probe)
    .filter(({ usable }) => usable);
  const folders = new Map<string, Probe[]>();
  for (const probe of probes) folders.set(probe.topology.dir, [...(folders.get(probe.topology.dir) ?? []), probe]);
  let wrong = 0;
  const run = () => {
    const start = performance.now();
    wrong = 0;
    let deciding = 0;
    for (const [folder, own] of folders) {
      const network = new Network(readModel(`${OBSERVATIONS}/${folder.replace(/^observations\//, '')}`));
      const loaded = performance.now();
      for (const probe of own) if (verdictOf(network, probe) !== probe.expected) wrong++;
      deciding += performance.now() - loaded;
    }
    return { all: (performance.now() - start) / 1_000, deciding: deciding / 1_000 };
  };
  const first = run().all;
  const runs = Array.from({ length: RUNS }, run);
  const all = median(runs.map((one) => one.all));
  const perSecond = Math.round(probes.length / median(runs.map(({ deciding }) => deciding)));
  const text =
    `reachability, ${folders.size} deployments loaded and ${probes.length} probes decided: ${first.toFixed(3)} s at first, ${all.toFixed(3)} s warm, ` +
    `${(first / OBSERVATIONS_GOAL).toFixed(2)} x the goal; ${perSecond.toLocaleString('en')} verdicts/s; ${wrong} not as on AWS`;
  const loading = {
    id: 'reachability/deployments',
    what: `${folders.size} deployments loaded and ${probes.length} probes decided`,
  };
  return [
    {
      text,
      figures: [
        { ...loading, unit: 's', value: rounded(first), goal: OBSERVATIONS_GOAL },
        { id: 'reachability/verdicts', what: 'verdicts', unit: 'a second', value: rounded(perSecond) },
      ],
    },
  ];
}

function verdictOf(network: Network, { from, to, protocol, port }: Probe): string {
  const what = { protocol, ...(port !== null && { port }) };
  const senders = from.kind === 'internet' ? (['internet'] as const) : sources(network, from.ip);
  const works = senders.every((sender) =>
    destinations(network, to.ip).every(
      (destination) => decide(network, { from: sender, to: destination, ...what }).verdict === 'reachable',
    ),
  );
  return works ? 'reachable' : 'unreachable';
}

function benchMatrix(): readonly Finding[] {
  const seconds = SIZES.map((interfaces) => {
    const model = generate({ seed: 1, vpcs: 20, interfaces });
    const start = performance.now();
    const found = matrix(new Network(model), { ports: PORTS });
    return { interfaces, seconds: (performance.now() - start) / 1_000, classes: found.sourceClasses.length };
  });
  const base = seconds.find(({ interfaces }) => interfaces === 1_000)?.seconds ?? Number.NaN;
  return seconds.map(({ interfaces, seconds: took, classes }) => ({
    text:
      `reachability, all pairs of ${interfaces.toLocaleString('en')} interfaces in 20 VPCs on ${PORTS.length} ports: ${took.toFixed(2)} s, ` +
      `${classes} classes, ${(took / base).toFixed(2)} x 1,000 interfaces${interfaces === 1_000 ? `, ${(took / MATRIX_GOAL).toFixed(2)} x the goal` : ''}`,
    figures: [
      {
        id: `reachability/all-pairs/${interfaces}`,
        what: `all pairs of ${interfaces.toLocaleString('en')} interfaces in 20 VPCs, ${classes} classes`,
        unit: 's',
        value: rounded(took),
        ...(interfaces === 1_000 && { goal: MATRIX_GOAL }),
      },
    ],
  }));
}
