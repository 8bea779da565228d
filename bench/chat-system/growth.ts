import type { Figure } from '../../lib/docs/figures/data';
import { type Finding, rounded, told } from '../finding';
import type { Figures } from './crowd';
import { deliveriesOf, milliseconds, processorsOf, whole } from './describe';
import { drive, type Setting } from './measures';

/** So many deliveries a second, of which 99 of 100 take at most `p99` milliseconds. */
export interface Goal {
  readonly rate: number;
  readonly p99: number;
  readonly connections: number;
  /** Of a room. */
  readonly members: number;
}

const GROWTH: readonly Omit<Setting, 'kind'>[] = [
  { servers: 1, connections: 10_000, rooms: 100 },
  { servers: 2, connections: 10_000, rooms: 100 },
  { servers: 3, connections: 10_000, rooms: 100 },
  { servers: 2, connections: 10_000, rooms: 1_000 },
  { servers: 2, connections: 10_000, rooms: 10 },
  { servers: 2, connections: 20_000, rooms: 200 },
];
const GROWTH_RATE = 20_000;
const GROWTH_SECONDS = 5;

/** The 99th percentile under a load, as it is put on a page. */
export function latency({ p99 }: Figures, members: number, rate: number): Figure {
  const what = `99th percentile, ${whole(rate)} deliveries a second, rooms of ${whole(members)}`;
  return { id: `chat-system/p99/${members}/${rate}`, what, unit: 'ms', value: rounded(p99) };
}

/** The same number of deliveries with other rooms, members and servers. */
export async function benchGrowth(seen: Figures[]): Promise<readonly Finding[]> {
  const lines: Finding[] = [];
  for (const setting of GROWTH) {
    const { servers, connections, rooms } = setting;
    const [figures] = await drive({ kind: 'answer', ...setting }, [GROWTH_RATE], GROWTH_SECONDS);
    if (figures === undefined) continue;
    seen.push(figures);
    const text =
      `chat-system, growth: ${servers} ${servers === 1 ? 'server' : 'servers'}, ${whole(rooms)} rooms of ` +
      `${whole(connections / rooms)}: ${deliveriesOf(figures)}; ${processorsOf(figures)}`;
    lines.push({ text, figures: grown(setting, figures) });
  }
  return lines;
}

/** What another number of rooms, members or servers does to the same deliveries. */
function grown({ servers, connections, rooms }: Omit<Setting, 'kind'>, figures: Figures): readonly Figure[] {
  const members = connections / rooms;
  if (servers === 2 && connections === 10_000 && rooms === 100) return [latency(figures, members, GROWTH_RATE)];
  const where = `${servers} ${servers === 1 ? 'server' : 'servers'}, ${whole(rooms)} rooms of ${whole(members)}`;
  const id = `chat-system/growth/${servers}/${rooms}/${members}`;
  const what = `99th percentile, ${whole(GROWTH_RATE)} deliveries a second, ${where}`;
  const late: Figure = { id: `${id}/p99`, what, unit: 'ms', value: rounded(figures.p99) };
  if (figures.missing === 0) return [late];
  const delivered = `delivered of ${whole(GROWTH_RATE)} a second, ${where}`;
  const rate = { id: `${id}/rate`, what: delivered, unit: 'deliveries a second', goal: GROWTH_RATE };
  return [{ ...rate, value: rounded(figures.deliveredPerSecond) }, late];
}

const STEPS = [40_000, 55_000, 70_000, 85_000, 100_000, 120_000];

/** Goes up until the goal in p99 is missed. */
export async function benchLimit(seen: Figures[], goal: Goal): Promise<readonly Finding[]> {
  const { connections, members, p99 } = goal;
  const setting = { kind: 'answer', servers: 2, connections, rooms: connections / members } as const;
  const steps = await drive(setting, STEPS, GROWTH_SECONDS, (figures) => figures.p99 > p99);
  seen.push(...steps);
  return steps.map((figures, index) => {
    const isOver = figures.p99 > p99;
    return told(
      `chat-system, the limit: ${whole(STEPS[index] ?? 0)} deliveries/s asked for, p99 ${milliseconds(figures.p99)}` +
        `${isOver ? `, more than ${p99} ms: ${firstOf(figures)} breaks first` : ''}; ${processorsOf(figures)}`,
    );
  });
}

const EMULATOR_STEPS = [5_000, 20_000, 40_000];

/** The part that has the most of the processors. */
function firstOf({ processors }: Figures): string {
  const { others: _others, ...own } = processors;
  const [[part = ''] = []] = Object.entries(own).sort(([, a], [, b]) => b - a);
  return `the processor time of the ${part}`;
}

/** With an emulator whose processor time is measured as well: what it takes, and how little that is. */
export async function benchEmulator(seconds: number, p99: number): Promise<readonly Finding[]> {
  const setting = { kind: 'answer', servers: 2, connections: 2_000, rooms: 20, store: 'dynalite' } as const;
  const steps = await drive(setting, EMULATOR_STEPS, seconds, (figures) => figures.p99 > p99);
  return steps.map((figures, index) =>
    told(
      `chat-system, dynalite as the store, 20 rooms of 100, ${whole(EMULATOR_STEPS[index] ?? 0)} deliveries/s asked for: ` +
        `${deliveriesOf(figures)}; ${processorsOf(figures)}`,
    ),
  );
}
