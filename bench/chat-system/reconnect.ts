import { processorSeconds } from './machine';
import type { Worker } from './processes';
import { type Kind, Servers } from './servers';

/** Clients shall connect. */
export interface Come {
  readonly type: 'come';
  readonly kind: Kind;
  readonly port: number;
  readonly first: number;
  readonly count: number;
  readonly rooms: readonly string[];
  readonly key: string;
}

/** Their server is going to be killed; who connects again finds this one. */
export interface Return {
  readonly type: 'return';
  readonly port: number;
}

/** Milliseconds after the kill. */
export interface Returned {
  readonly attempts: readonly number[];
  readonly back: readonly number[];
}

export interface Reconnection {
  readonly clients: number;
  /** Who is connected again. */
  readonly back: number;
  /** Seconds until all of them were, and half of them. */
  readonly all: number;
  readonly half: number;
  readonly attempts: number;
  /** Milliseconds of a processor for each client, in the server that they come to and on their side. */
  readonly server: number;
  readonly client: number;
  /** The most attempts within 100 ms, as a rate a second. */
  readonly peakPerSecond: number;
}

const WINDOW = 100;
const PROCESSES = 2;

/**
 * Kills the server that all clients are connected to. Another one is there, and who connects again finds it: how long a
 * load balancer needs to see that a server is gone comes on top.
 */
export async function reconnect(kind: Kind, clients: number, rooms: number): Promise<Reconnection> {
  const servers = await Servers.start({ kind, servers: 2, rooms, users: clients, others: ['reconnect-process'] });
  try {
    const { ports, key, processes } = servers;
    const start = async () => await processes.start('reconnect-process', [], { isSilent: true });
    const workers = await Promise.all(Array.from({ length: PROCESSES }, start));
    const count = clients / PROCESSES;
    const [first = 0, second = 0] = ports;
    await all(workers, (index) => {
      return {
        type: 'come',
        kind,
        port: first,
        first: index * count,
        count,
        rooms: servers.rooms,
        key,
      } satisfies Come;
    });
    await all(workers, () => ({ type: 'return', port: second }) satisfies Return);
    const survivor = servers.workers.slice(1).map(({ pid }) => pid);
    const used = () => ({ server: seconds(survivor), clients: seconds(workers.map(({ pid }) => pid)) });
    const before = used();
    const returning = Promise.all(workers.map(async (worker) => await worker.next<Returned>()));
    servers.workers[0]?.kill();
    const returned = await returning;
    const after = used();
    const each = (part: keyof typeof before) => ((after[part] - before[part]) * 1_000) / clients;
    return { ...summaryOf(clients, returned), server: each('server'), client: each('clients') };
  } finally {
    await servers.end();
  }
}

const seconds = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0);

async function all(workers: readonly Worker[], question: (index: number) => unknown): Promise<void> {
  await Promise.all(workers.map(async (worker, index) => await worker.ask(question(index))));
}

/** @internal for its test */
export function summaryOf(clients: number, returned: readonly Returned[]): Omit<Reconnection, 'server' | 'client'> {
  const back = returned.flatMap((one) => one.back).sort((a, b) => a - b);
  const attempts = returned.flatMap((one) => one.attempts);
  const windows = new Map<number, number>();
  for (const at of attempts) {
    const window = Math.floor(at / WINDOW);
    windows.set(window, (windows.get(window) ?? 0) + 1);
  }
  return {
    clients,
    back: back.length,
    all: (back.at(-1) ?? Number.NaN) / 1_000,
    half: (back[Math.floor(back.length / 2)] ?? Number.NaN) / 1_000,
    attempts: attempts.length,
    peakPerSecond: Math.max(0, ...windows.values()) * (1_000 / WINDOW),
  };
}
