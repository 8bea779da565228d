import { Histogram } from './histogram';
import type { Connect, Connected, Drive, Driven } from './load';
import { load, type MachineTimes, machineTimes, processorSeconds } from './machine';
import type { Worker } from './processes';
import type { Servers } from './servers';

/** What a load did and what came of it. Times in milliseconds. */
export interface Figures {
  readonly deliveredPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Until the sender was told that its message is stored. */
  readonly storedP99: number;
  readonly sent: number;
  readonly stored: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Of the deliveries that there should have been, those that there were not until two seconds after the end. */
  readonly missing: number;
  /** Calls of the store for each message, by operation and, of those that failed, by error. */
  readonly storeCalls: Readonly<Record<string, number>>;
  readonly gaps: number;
  readonly lost: number;
  /** Processors that each part kept busy, 1 for one of them; `others` is what is not of this benchmark. */
  readonly processors: Readonly<Record<string, number>>;
  /** Timers of the load generator. */
  readonly lateP99: number;
  /** Share of the time that the host gave to others. */
  readonly stolen: number;
  /** Mean number of processes that waited in the minute before. */
  readonly load: number;
}

let runs = 0;

/** The connections of a load generator of several processes. */
export class Crowd {
  private constructor(
    private readonly servers: Servers,
    private readonly workers: readonly Worker[],
    readonly connections: number,
    /** Seconds that it took to connect everyone. */
    readonly connecting: number,
  ) {}

  /**
   * @param from number of the first user
   * @param processes of the load generator
   * @throws Error where a connection did not come about
   */
  static async connect(servers: Servers, connections: number, from = 0, processes = 2): Promise<Crowd> {
    const { ports, rooms, key } = servers;
    const start = async () => await servers.processes.start('load-process', [], { isSilent: true });
    const workers = await Promise.all(Array.from({ length: processes }, start));
    const each = Math.ceil(connections / processes);
    const all = await Promise.all(
      workers.map(async (worker, index) => {
        const first = from + index * each;
        const own = Math.min(each, connections - index * each);
        return await worker.ask<Connected>({
          type: 'connect',
          ports,
          first,
          connections: own,
          rooms,
          key,
        } satisfies Connect);
      }),
    );
    const there = all.reduce((sum, { connected }) => sum + connected, 0);
    if (there < connections) throw new Error(`${connections - there} of ${connections} connections did not come about`);
    return new Crowd(servers, workers, connections, Math.max(...all.map(({ seconds }) => seconds)));
  }

  /**
   * Sends messages at a fixed rate.
   *
   * @param deliveries a second that there should be
   */
  async drive(deliveries: number, seconds: number, warmUpSeconds = 2): Promise<Figures> {
    const members = this.connections / this.servers.rooms.length;
    const perSecond = deliveries / members / this.workers.length;
    const request: Drive = { type: 'drive', perSecond, warmUpSeconds, seconds, run: ++runs };
    const waiting = load();
    const callsBefore = await this.servers.storeCalls();
    const before = this.times();
    const driven = await Promise.all(this.workers.map(async (worker) => await worker.ask<Driven>(request)));
    const after = this.times();
    const calls = Object.entries(await this.servers.storeCalls());
    const messages = (deliveries / members) * (warmUpSeconds + seconds);
    const sum = (value: (one: Driven) => number) => driven.reduce((total, one) => total + value(one), 0);
    const sent = sum((one) => one.sent);
    const latency = merge(driven.map((one) => one.latency));
    return {
      deliveredPerSecond: sum((one) => one.delivered) / seconds,
      p50: latency.percentile(0.5) / 1_000,
      p99: latency.percentile(0.99) / 1_000,
      storedP99: merge(driven.map((one) => one.acknowledgement)).percentile(0.99) / 1_000,
      sent,
      stored: sum((one) => one.stored),
      refused: addUp(driven.map(({ refused }) => refused)),
      missing: Math.round(sent * members - sum((one) => one.arrived)),
      storeCalls: Object.fromEntries(
        calls.map(([name, count]) => [name, (count - (callsBefore[name] ?? 0)) / messages]),
      ),
      gaps: sum((one) => one.gaps),
      lost: sum((one) => one.lost),
      // Nothing is sent in the last two seconds, in which latecomers are awaited.
      processors: shares(before, after, warmUpSeconds + seconds),
      lateP99: merge(driven.map((one) => one.lateness)).percentile(0.99) / 1_000,
      stolen: (after.machine.stolen - before.machine.stolen) / (after.at - before.at),
      load: waiting,
    };
  }

  private times(): Times {
    const parts = Object.entries({ ...this.servers.parts, client: this.workers.map(({ pid }) => pid) });
    const used = parts.map(
      ([part, pids]) => [part, pids.reduce((sum, pid) => sum + processorSeconds(pid), 0)] as const,
    );
    return { at: performance.now() / 1_000, used: Object.fromEntries(used), machine: machineTimes() };
  }
}

/** Seconds. */
interface Times {
  readonly at: number;
  readonly used: Readonly<Record<string, number>>;
  readonly machine: MachineTimes;
}

function shares(before: Times, after: Times, driving: number): Record<string, number> {
  const used = Object.entries(after.used).map(([part, seconds]) => [part, seconds - (before.used[part] ?? 0)] as const);
  const own = used.reduce((sum, [, seconds]) => sum + seconds, 0);
  const others = Math.max(0, after.machine.busy - before.machine.busy - own) / (after.at - before.at);
  return { ...Object.fromEntries(used.map(([part, seconds]) => [part, seconds / driving])), others };
}

function merge(counts: readonly (readonly number[])[]): Histogram {
  const all = new Histogram();
  for (const one of counts) all.add(new Histogram(one));
  return all;
}

function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [code, count] of Object.entries(one)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}
