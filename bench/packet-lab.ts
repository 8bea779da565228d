import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../lib/local/seeded-random';
import { openLab } from '../lib/packet-lab/lab';
import { type Probe, probe } from '../lib/packet-lab/probe';
import { LabUnavailableError } from '../lib/packet-lab/runtime/unavailable';
import { isReachable } from '../lib/reachability/decide';
import { generate } from '../lib/reachability/generate';
import { Network } from '../lib/reachability/network';
import { type Finding, rounded, told } from './finding';

/** Memory that throw-away code took for a namespace: KiB. */
const MEMORY = 334;
/** Of fewer namespaces what else the machine does would be most of it. */
const MEASURABLE = 1_000;

/** Networks of the verifier's own benchmark, and what throw-away code took for as many hosts: seconds. */
const SIZES = [
  { interfaces: 10, vpcs: 1, probes: 100, build: 0.23, probing: 0.011, teardown: 0.24 },
  { interfaces: 100, vpcs: 5, probes: 10_000, build: 0.57, probing: 1.2, teardown: 0.45 },
  { interfaces: 1_000, vpcs: 20, probes: 20_000, build: 4, probing: 3.7, teardown: 0.7 },
];

/** How long the kernel clears up behind a lab, which would count as the next one's: milliseconds. */
const CLEARING = 5_000;

/** Building, probing and taking down labs of generated networks; skipped where none can be made. */
export async function benchPacketLab(): Promise<readonly Finding[]> {
  const lines: Finding[] = [];
  for (const size of SIZES) {
    try {
      lines.push(await benchSize(size));
      await setTimeout(CLEARING);
    } catch (error) {
      if (!(error instanceof LabUnavailableError)) throw error;
      return [told(`packet lab: skipped, ${error.message}`)];
    }
  }
  return lines;
}

async function benchSize({ interfaces, vpcs, probes: count, ...goal }: (typeof SIZES)[number]): Promise<Finding> {
  const model = generate({ seed: 1, vpcs, interfaces });
  const before = availableMemory();
  const start = performance.now();
  const lab = await openLab(model, process.env.PATH ?? '');
  const built = performance.now();
  const memory = (before - availableMemory()) / lab.plan.namespaces.length;
  const { reachable, blocked } = chosen(new Network(model), interfaces, count);
  const chose = performance.now();
  const outcomes = await probe(lab, model, reachable);
  const connected = performance.now();
  const lost = await probe(lab, model, blocked);
  const missed = performance.now();
  await lab.agent.end();
  const ended = performance.now();
  const seconds = (from: number, to: number, before?: number) =>
    `${((to - from) / 1_000).toFixed(2)} s${before === undefined ? '' : ` (${((to - from) / 1_000 / before).toFixed(2)} x)`}`;
  const wrong = outcomes.filter((one) => !one.reachable).length + lost.filter((one) => one.reachable).length;
  const text =
    `packet lab, ${interfaces.toLocaleString('en')} hosts in ${lab.plan.namespaces.length} namespaces: ` +
    `built in ${seconds(start, built, goal.build)}, ${reachable.length.toLocaleString('en')} TCP handshakes in ${seconds(chose, connected, goal.probing)}, ` +
    `${blocked.length.toLocaleString('en')} lost ones in ${seconds(connected, missed)}, the agent's end ${seconds(missed, ended, goal.teardown)}, after which the kernel clears up; ` +
    `${lab.plan.namespaces.length < MEASURABLE ? '' : `${Math.round(memory)} KiB a namespace (${(memory / MEMORY).toFixed(2)} x); `}${wrong} not as the verifier says; times those of throw-away code`;
  const hosts = `${interfaces.toLocaleString('en')} hosts`;
  const took = (from: number, to: number, baseline: number) => ({
    unit: 's',
    value: rounded((to - from) / 1_000),
    baseline,
  });
  const handshakes = `${reachable.length.toLocaleString('en')} TCP handshakes between ${hosts}`;
  const figures = [
    { id: `packet-lab/build/${interfaces}`, what: `${hosts} built`, ...took(start, built, goal.build) },
    { id: `packet-lab/probe/${interfaces}`, what: handshakes, ...took(chose, connected, goal.probing) },
  ];
  return { text, figures };
}

/** KiB of the machine's memory that programs can have. */
function availableMemory(): number {
  return Number(/^MemAvailable: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
}

/** As many of each kind, chosen by the verifier. */
function chosen(network: Network, interfaces: number, count: number): { reachable: Probe[]; blocked: Probe[] } {
  const random = seededRandom('packet lab');
  const pick = () => `eni-${Math.floor(random() * interfaces)}`;
  const found: { reachable: Probe[]; blocked: Probe[] } = { reachable: [], blocked: [] };
  const ports = [22, 443, 8080];
  for (let tries = 0; tries < count * 10 && found.reachable.length < count; tries++) {
    const [from, componentId, port] = [pick(), pick(), ports[tries % ports.length] ?? 22];
    const asked = { from, to: { componentId }, protocol: 'tcp', port } as const;
    const works = isReachable(network, { ...asked, from: { networkInterfaceId: from } });
    const list = works ? found.reachable : found.blocked;
    if (list.length < count) list.push(asked);
  }
  return found;
}
