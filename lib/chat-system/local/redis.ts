import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalChatError } from './errors';
import { freePort } from './ports';
import { spawnAlong } from './spawn-along';

/** Either speaks the protocol; Valkey is what AWS runs. */
const PROGRAMS = ['valkey-server', 'redis-server'] as const;

const INSTALL =
  'several servers need Valkey or Redis between them: apt-get install -y --no-install-recommends redis-server (macOS: brew install valkey); ' +
  '--servers 1 goes without';

export interface LocalRedis {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Valkey or Redis from the search path on a free port, in memory.
 *
 * @throws LocalChatError where neither is installed or it does not start
 */
export async function startRedis(programs: readonly string[] = PROGRAMS): Promise<LocalRedis> {
  const port = await freePort();
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
  for (const program of programs) {
    const child = await start(program, args);
    if (!child) continue;
    await answers(child, port);
    return { url: `redis://127.0.0.1:${port}`, stop: () => end(child) };
  }
  throw new LocalChatError(INSTALL);
}

/** @returns undefined where the program is not installed */
function start(program: string, args: readonly string[]): Promise<ChildProcess | undefined> {
  // In a group of its own: Ctrl-C is for whoever started it, who ends it after the servers.
  const child = spawnAlong(program, args, { stdio: 'ignore', detached: true });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(new LocalChatError(`${program} cannot be started: ${error.message}`));
    });
  });
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break;
    if (await accepts(port)) return;
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new LocalChatError(`${child.spawnfile} does not answer`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  // It keeps nothing, so there is nothing to end in an orderly way.
  child.kill('SIGKILL');
  await exited;
}
