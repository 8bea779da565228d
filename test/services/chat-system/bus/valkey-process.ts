import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../../lib/chat-system/local/ports';
import { findProgram } from '../../../../lib/local/programs';

const program = findProgram('valkey-server') ?? findProgram('redis-server');

/** A Valkey or Redis that can be killed, stopped, and started again on the same port. */
export class ValkeyProcess {
  private child: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'valkey-'));

  private constructor(
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  static async start(...settings: string[]): Promise<ValkeyProcess> {
    const process = new ValkeyProcess(await freePort(), settings);
    await process.start();
    return process;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = [
      '--port',
      `${this.port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--dir',
      this.folder,
      ...this.settings,
    ];
    this.child = spawn(program as string, args, { stdio: 'ignore' });
    await until(() => this.call('PING').then(() => true));
  }

  async call(command: string, ...args: (string | number)[]): Promise<unknown> {
    const redis = new Redis({ port: this.port, lazyConnect: true, retryStrategy: null, disconnectTimeout: 100 });
    redis.on('error', () => undefined);
    try {
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }
}

/** Two nodes that own half of the slots each. */
export async function startCluster(): Promise<readonly [ValkeyProcess, ValkeyProcess]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-require-full-coverage', 'no'];
  const [one, other] = [await ValkeyProcess.start(...settings), await ValkeyProcess.start(...settings)];
  await one.call('CLUSTER', 'ADDSLOTSRANGE', 0, 8_191);
  await other.call('CLUSTER', 'ADDSLOTSRANGE', 8_192, 16_383);
  await one.call('CLUSTER', 'MEET', '127.0.0.1', other.port);
  for (const node of [one, other]) {
    await until(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_slots_ok:16384'));
    await until(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  }
  return [one, other];
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await sleep(20)) {
    if (await Promise.resolve(isSo()).catch(() => false)) return;
  }
  throw new Error(`not so after ${seconds} s: ${isSo}`);
}

/** Runs tests where Valkey or Redis is installed, and says so where neither is. */
export function withValkey(tests: () => void): void {
  if (program !== undefined) tests();
  else test('Valkey', () => console.info('skipped: neither valkey-server nor redis-server is installed'));
}
