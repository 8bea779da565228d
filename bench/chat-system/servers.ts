import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { idOf } from './load';
import { Processes, type Worker } from './processes';

/** Who serves: plain `ws` and pub/sub, or the chat of this project. */
export type Kind = 'baseline' | 'answer';

export interface ServersOptions {
  readonly kind: Kind;
  readonly servers: number;
  /** Of the answer: the store in memory, or an emulator of DynamoDB. @default 'store' */
  readonly store?: 'store' | 'dynalite';
  /** User n is a member of room n modulo their number. */
  readonly rooms: number;
  readonly users: number;
  /** Processes besides those of the servers, by the names of their files. */
  readonly others: readonly string[];
  /** Further arguments of Node for the servers. */
  readonly nodeOptions?: readonly string[];
}

/** Bytes. */
export interface Memory {
  /** Of the processes. */
  readonly resident: number;
  /** What JavaScript has in use. */
  readonly heap: number;
  /** Buffers. */
  readonly external: number;
}

/** Between two looks at the memory of a process that gives some back after a while, in milliseconds. */
const SETTLING = 3_000;
const LOOKS = 8;
/** It has settled when it holds nearly as much as at the last look. */
const SETTLED = 0.99;

let made = 0;

/** Redis, a store and servers on this machine. */
export class Servers {
  private constructor(
    readonly processes: Processes,
    /** Process ids of each part. */
    readonly parts: Readonly<Record<string, readonly number[]>>,
    readonly workers: readonly Worker[],
    readonly rooms: readonly string[],
    /** Key of the tokens, as hexadecimal digits. */
    readonly key: string,
    private readonly store: Worker | undefined,
  ) {}

  /** @throws MissingError */
  static async start(options: ServersOptions): Promise<Servers> {
    const { kind, servers, rooms, users, others, nodeOptions = [] } = options;
    const storeProcess = `${options.store ?? 'store'}-process`;
    const own = kind === 'answer' ? ['answer-process', storeProcess] : ['baseline-process'];
    const processes = new Processes([...own, ...others]);
    try {
      const redis = await processes.startRedis();
      const key = randomBytes(32).toString('hex');
      made++;
      const names = Array.from({ length: rooms }, (_, index) => `group:${idOf(made, 0, index)}`);
      const store = kind === 'answer' ? await processes.start(storeProcess) : undefined;
      await store?.ask({ rooms: names, users });
      const args = [String(redis.port), String(store?.started ?? ''), key];
      const workers = await Promise.all(
        Array.from({ length: servers }, async () => await processes.start(`${kind}-process`, args, { nodeOptions })),
      );
      const parts = {
        servers: workers.map(({ pid }) => pid),
        Redis: [redis.pid],
        ...(store !== undefined && { store: [store.pid] }),
      };
      return new Servers(processes, parts, workers, names, key, store);
    } catch (error) {
      await processes.end();
      throw error;
    }
  }

  get ports(): readonly number[] {
    return this.workers.map(({ started }) => Number(started));
  }

  /** Of all servers together, once they have given back what they do not use any more. */
  async memory(): Promise<Memory> {
    let memory = await this.memoryNow();
    for (let look = 0; look < LOOKS; look++) {
      await setTimeout(SETTLING);
      const now = await this.memoryNow();
      const isSettled = look > 0 && now.resident > memory.resident * SETTLED;
      memory = now;
      if (isSettled) break;
    }
    return memory;
  }

  private async memoryNow(): Promise<Memory> {
    const all = await Promise.all(this.workers.map(async (server) => await server.ask<Memory>('memory')));
    const sum = (key: keyof Memory) => all.reduce((total, one) => total + one[key], 0);
    return { resident: sum('resident'), heap: sum('heap'), external: sum('external') };
  }

  /** Calls that the store answered so far, by operation and, of those that failed, by error. */
  async storeCalls(): Promise<Readonly<Record<string, number>>> {
    return (await this.store?.ask<Record<string, number>>('count')) ?? {};
  }

  async end(): Promise<void> {
    await this.processes.end();
  }
}
