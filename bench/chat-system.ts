import type { Figures } from './chat-system/crowd';
import { deliveriesOf, milliseconds, processorsOf, quietnessOf, whole } from './chat-system/describe';
import { drive, idle, type Setting } from './chat-system/measures';
import { MissingError } from './chat-system/processes';
import { reconnect } from './chat-system/reconnect';
import type { Kind } from './chat-system/servers';

const KINDS: readonly Kind[] = ['baseline', 'answer'];
const NAMES: Readonly<Record<Kind, string>> = { baseline: 'plain ws and pub/sub', answer: 'the answer' };

/** Deliveries a second and the milliseconds that 99 of 100 may take. */
const SMALL_ROOMS = { rate: 70_000, p99: 25, connections: 10_000, members: 100 };
const LARGE_ROOMS = { rate: 250_000, p99: 350, connections: 10_000, members: 1_000 };
const IDLE = { connections: 36_000, members: 100, bytes: 6 * 1024 };
const RECONNECT = { clients: 10_000, members: 100, seconds: 10 };

/** What is measured in the short form: seconds of a run, and connections that are there for their memory. */
const SHORT = { seconds: 4, idle: 6_000 };
const LONG = { seconds: 12, idle: IDLE.connections };

/**
 * Figures of the chat: its server against a plain one of `ws` and pub/sub under the same load on the same machine.
 *
 * @param form `short` is a part of all benchmarks, `long` the whole: several minutes
 */
export async function benchChatSystem(form: 'short' | 'long' = 'short'): Promise<readonly string[]> {
  const { seconds, idle: connections } = form === 'short' ? SHORT : LONG;
  try {
    const lines = [
      'chat-system: load generator, 2 servers, Redis and the store on the processors of this machine; the answer talks ' +
        'through its DynamoDB client to a store in memory that answers as DynamoDB does, in a process of its own; the plain ' +
        'server stores nothing, numbers nothing and asks nobody whether one is a member',
    ];
    const seen: Figures[] = [];
    for (const goal of [SMALL_ROOMS, LARGE_ROOMS]) lines.push(...(await benchRate(goal, seconds, seen)));
    lines.push(...(await benchIdle(connections)));
    if (form === 'long') {
      lines.push(...(await benchReconnect()), ...(await benchGrowth(seen)), ...(await benchLimit(seen)));
    }
    return [...lines, quietnessOf(seen)];
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    return [`chat-system: skipped, ${error.message}`];
  }
}

async function benchRate(goal: typeof SMALL_ROOMS, seconds: number, seen: Figures[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const rooms = goal.connections / goal.members;
  let plain: Figures | undefined;
  for (const kind of KINDS) {
    const [figures] = await drive({ kind, servers: 2, connections: goal.connections, rooms }, [goal.rate], seconds);
    if (figures === undefined) continue;
    seen.push(figures);
    const ratio = (value: (one: Figures) => number) =>
      plain === undefined ? '' : `, ${(value(figures) / value(plain)).toFixed(2)} x plain`;
    lines.push(
      `chat-system, ${NAMES[kind]}, ${whole(goal.connections)} connections in rooms of ${whole(goal.members)}, ` +
        `${whole(goal.rate)} deliveries/s asked for: ${deliveriesOf(figures)}; ` +
        `${(figures.deliveredPerSecond / goal.rate).toFixed(2)} x the goal in rate${ratio((one) => one.deliveredPerSecond)}, ` +
        `${(figures.p99 / goal.p99).toFixed(2)} x the goal in p99${ratio((one) => one.p99)}; ${processorsOf(figures)}`,
    );
    plain ??= figures;
  }
  return lines;
}

async function benchIdle(connections: number): Promise<readonly string[]> {
  const lines: string[] = [];
  let plain: number | undefined;
  for (const kind of KINDS) {
    const { resident, heap } = await idle({ kind, servers: 2, connections, rooms: connections / IDLE.members });
    const ratio = plain === undefined ? '' : `, ${(resident / plain).toFixed(2)} x plain`;
    lines.push(
      `chat-system, ${NAMES[kind]}, ${whole(connections)} idle connections, each with a room of ${IDLE.members} open: ` +
        `${(resident / 1024).toFixed(1)} KB each of the processes' memory, ${(heap / 1024).toFixed(1)} KB of the heap; ` +
        `${(resident / IDLE.bytes).toFixed(2)} x the goal${ratio}`,
    );
    plain ??= resident;
  }
  return lines;
}

async function benchReconnect(): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const kind of KINDS) {
    const one = await reconnect(kind, RECONNECT.clients, RECONNECT.clients / RECONNECT.members);
    lines.push(
      `chat-system, ${kind === 'baseline' ? 'plain ws, each client connecting again at once' : 'the answer and its client'}, ` +
        `a server of ${whole(one.clients)} connections killed: ${whole(one.back)} back in ${one.all.toFixed(1)} s ` +
        `(half of them in ${one.half.toFixed(1)} s, ${(one.all / RECONNECT.seconds).toFixed(2)} x the goal) by ` +
        `${whole(one.attempts)} attempts, at most ${whole(one.peakPerSecond)}/s in a tenth of a second`,
    );
  }
  return lines;
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

/** The same number of deliveries with other rooms, members and servers. */
async function benchGrowth(seen: Figures[]): Promise<readonly string[]> {
  const lines = [];
  for (const setting of GROWTH) {
    const { servers, connections, rooms } = setting;
    const [figures] = await drive({ kind: 'answer', ...setting }, [GROWTH_RATE], GROWTH_SECONDS);
    if (figures === undefined) continue;
    seen.push(figures);
    lines.push(
      `chat-system, growth: ${servers} ${servers === 1 ? 'server' : 'servers'}, ${whole(rooms)} rooms of ` +
        `${whole(connections / rooms)}: ${deliveriesOf(figures)}; ${processorsOf(figures)}`,
    );
  }
  return lines;
}

const STEPS = [40_000, 55_000, 70_000, 85_000, 100_000, 120_000];

/** Goes up until the goal in p99 is missed. */
async function benchLimit(seen: Figures[]): Promise<readonly string[]> {
  const { connections, members, p99 } = SMALL_ROOMS;
  const setting = { kind: 'answer', servers: 2, connections, rooms: connections / members } as const;
  const steps = await drive(setting, STEPS, GROWTH_SECONDS, (figures) => figures.p99 > p99);
  seen.push(...steps);
  return steps.map((figures, index) => {
    const isOver = figures.p99 > p99;
    return (
      `chat-system, the limit: ${whole(STEPS[index] ?? 0)} deliveries/s asked for, p99 ${milliseconds(figures.p99)}` +
      `${isOver ? `, more than ${p99} ms: ${firstOf(figures)} breaks first` : ''}; ${processorsOf(figures)}`
    );
  });
}

/** The part that has the most of the processors. */
function firstOf({ processors }: Figures): string {
  const { others: _others, ...own } = processors;
  const [[part = ''] = []] = Object.entries(own).sort(([, a], [, b]) => b - a);
  return `the processor time of the ${part}`;
}
