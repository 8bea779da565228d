import type { Figure } from '../lib/docs/figures/data';
import type { Figures } from './chat-system/crowd';
import { deliveriesOf, processorsOf, quietnessOf, whole } from './chat-system/describe';
import { benchEmulator, benchGrowth, benchLimit, type Goal, latency } from './chat-system/growth';
import { drive, idle } from './chat-system/measures';
import { MissingError } from './chat-system/processes';
import { type Reconnection, reconnect } from './chat-system/reconnect';
import type { Kind } from './chat-system/servers';
import { type Finding, rounded, told } from './finding';

const KINDS: readonly Kind[] = ['baseline', 'answer'];
const NAMES: Readonly<Record<Kind, string>> = { baseline: 'plain ws and pub/sub', answer: 'the answer' };

const SMALL_ROOMS: Goal = { rate: 70_000, p99: 25, connections: 10_000, members: 100 };
const LARGE_ROOMS: Goal = { rate: 250_000, p99: 350, connections: 10_000, members: 1_000 };
const IDLE = { connections: 36_000, members: 100, bytes: 6 * 1024 };
const RECONNECT = { clients: 10_000, members: 100, seconds: 10 };

/** What is measured in the short form: seconds of a run, and connections that are there for their memory. */
const SHORT = { seconds: 4, idle: 6_000 };
const LONG = { seconds: 12, idle: IDLE.connections };

const SETTING =
  'chat-system: load generator, 2 servers, Redis and the store on the processors of this machine; the answer talks through ' +
  'its DynamoDB client to a store in memory that answers as DynamoDB does, in a process of its own; the plain server stores ' +
  'nothing, numbers nothing and asks nobody whether one is a member';

/**
 * Figures of the chat: its server against a plain one of `ws` and pub/sub under the same load on the same machine.
 *
 * @param form `short` is a part of all benchmarks, `long` the whole: several minutes
 */
export async function benchChatSystem(form: 'short' | 'long' = 'short'): Promise<readonly Finding[]> {
  const { seconds, idle: connections } = form === 'short' ? SHORT : LONG;
  const seen: Figures[] = [];
  const parts = [
    () => benchRate(SMALL_ROOMS, seconds, seen),
    () => benchRate(LARGE_ROOMS, seconds, seen),
    () => benchIdle(connections),
  ];
  const more = [
    // Fewer messages for as many deliveries: less for the store, and each of them a longer row of writes.
    () => benchRate({ ...SMALL_ROOMS, members: LARGE_ROOMS.members }, seconds, seen),
    () => benchReconnect(),
    () => benchGrowth(seen),
    () => benchLimit(seen, SMALL_ROOMS),
    () => benchEmulator(seconds, SMALL_ROOMS.p99),
  ];
  const lines = [told(SETTING)];
  try {
    const all = form === 'short' ? parts : [...parts, ...more];
    for (const [index, part] of all.entries()) {
      process.stderr.write(`chat-system: ${index + 1} of ${all.length}\n`);
      lines.push(...(await finished(part)));
    }
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    return [told(`chat-system: skipped, ${error.message}`)];
  }
  // What few seconds say is no figure for a page.
  const found = form === 'short' ? lines.map(({ text }) => told(text)) : lines;
  return seen.length === 0 ? found : [...found, told(quietnessOf(seen))];
}

/** What could not be measured is said, and the rest is measured. */
async function finished(part: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await part();
  } catch (error) {
    if (error instanceof MissingError) throw error;
    return [told(`chat-system: not measured, ${String(error)}`)];
  }
}

async function benchRate(goal: Goal, seconds: number, seen: Figures[]): Promise<readonly Finding[]> {
  const lines: Finding[] = [];
  const rooms = goal.connections / goal.members;
  let plain: Figures | undefined;
  for (const kind of KINDS) {
    const [figures] = await drive({ kind, servers: 2, connections: goal.connections, rooms }, [goal.rate], seconds);
    if (figures === undefined) continue;
    seen.push(figures);
    const ratio = (value: (one: Figures) => number) =>
      plain === undefined ? '' : `, ${(value(figures) / value(plain)).toFixed(2)} x plain`;
    const text =
      `chat-system, ${NAMES[kind]}, ${whole(goal.connections)} connections in rooms of ${whole(goal.members)}, ` +
      `${whole(goal.rate)} deliveries/s asked for: ${deliveriesOf(figures)}; ` +
      `${(figures.deliveredPerSecond / goal.rate).toFixed(2)} x the goal in rate${ratio((one) => one.deliveredPerSecond)}, ` +
      `${(figures.p99 / goal.p99).toFixed(2)} x the goal in p99${ratio((one) => one.p99)}; ${processorsOf(figures)}`;
    lines.push({ text, figures: plain === undefined ? [] : compared(goal, figures, plain) });
    plain ??= figures;
  }
  return lines;
}

/** What the answer did under a load, beside what the plain server did. */
function compared({ members, rate, p99 }: Goal, answer: Figures, plain: Figures): readonly Figure[] {
  const isWhole = plain.missing === 0;
  const delivered = {
    id: `chat-system/rate/${members}/${rate}`,
    what: `delivered of ${whole(rate)} a second, rooms of ${whole(members)}`,
    unit: 'deliveries a second',
    value: rounded(answer.deliveredPerSecond),
    goal: rate,
    baseline: rounded(plain.deliveredPerSecond),
  };
  // Of a server that lost messages the latency of the others says nothing.
  const times = { ...latency(answer, members, rate), goal: p99, ...(isWhole && { baseline: rounded(plain.p99) }) };
  const isSaturated = members === SMALL_ROOMS.members && rate === SMALL_ROOMS.rate;
  return [delivered, times, ...(isSaturated ? processors(answer) : [])];
}

function processors({ processors: { others: _others, ...own } }: Figures): readonly Figure[] {
  return Object.entries(own).map(([part, share]) => {
    const named = part === 'client' ? 'load generator' : part;
    const what = `${named} at saturation`;
    return { id: `chat-system/processors/${part}`, what, unit: 'cores', value: rounded(share) };
  });
}

async function benchIdle(connections: number): Promise<readonly Finding[]> {
  const lines: Finding[] = [];
  let plain: number | undefined;
  const kilobytes = (bytes: number): number => rounded(bytes / 1024);
  for (const kind of KINDS) {
    const { resident, heap } = await idle({ kind, servers: 2, connections, rooms: connections / IDLE.members });
    const ratio = plain === undefined ? '' : `, ${(resident / plain).toFixed(2)} x plain`;
    const text =
      `chat-system, ${NAMES[kind]}, ${whole(connections)} idle connections, each with a room of ${IDLE.members} open: ` +
      `${(resident / 1024).toFixed(1)} KB of the processes' memory for each after the first tenth, ${(heap / 1024).toFixed(1)} KB of the heap; ` +
      `${(resident / IDLE.bytes).toFixed(2)} x the goal${ratio}`;
    const memory = {
      id: 'chat-system/idle/resident',
      what: `memory of an idle connection, ${whole(connections)} of them`,
      unit: 'KB',
      value: kilobytes(resident),
      goal: IDLE.bytes / 1024,
    };
    const isWhole = plain !== undefined && connections === IDLE.connections;
    const part = { id: 'chat-system/idle/heap', what: 'of it heap', unit: 'KB', value: kilobytes(heap) };
    lines.push({ text, figures: isWhole ? [{ ...memory, baseline: kilobytes(plain ?? 0) }, part] : [] });
    plain ??= resident;
  }
  return lines;
}

async function benchReconnect(): Promise<readonly Finding[]> {
  const lines: Finding[] = [];
  let plain: number | undefined;
  for (const kind of KINDS) {
    const one = await reconnect(kind, RECONNECT.clients, RECONNECT.clients / RECONNECT.members);
    const text =
      `chat-system, ${kind === 'baseline' ? 'plain ws, each client connecting again at once' : 'the answer and its client'}, ` +
      `a server of ${whole(one.clients)} connections killed: ${whole(one.back)} back in ${one.all.toFixed(1)} s ` +
      `(half of them in ${one.half.toFixed(1)} s, ${(one.all / RECONNECT.seconds).toFixed(2)} x the goal) by ` +
      `${whole(one.attempts)} attempts, at most ${whole(one.peakPerSecond)}/s in a tenth of a second; a client takes ` +
      `${one.server.toFixed(1)} ms of the server's processor and ${one.client.toFixed(1)} ms of its own`;
    lines.push({ text, figures: plain === undefined ? [] : returned(one, plain) });
    plain ??= one.all;
  }
  return lines;
}

/** How clients came back to the answer. @param plain seconds until all were back to the plain server */
function returned(one: Reconnection, plain: number): readonly Figure[] {
  const half = `half of ${whole(one.clients)} clients back after a server is killed`;
  const all = { what: 'all of them back', unit: 's', value: rounded(one.all), goal: RECONNECT.seconds };
  const attempts = { what: 'attempts that it takes them', unit: 'attempts', value: rounded(one.attempts) };
  return [
    { id: 'chat-system/reconnect/half', what: half, unit: 's', value: rounded(one.half) },
    { id: 'chat-system/reconnect/all', ...all, baseline: rounded(plain) },
    { id: 'chat-system/reconnect/attempts', ...attempts },
  ];
}
