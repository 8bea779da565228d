import { readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { type Child, type Exit, startChild, until } from '../../../local/child';
import { findIsolation, type Isolation } from './isolation';

/** What a container of one process is started with. */
export interface PodSpec {
  readonly name: string;
  /** A loopback address of its own, 127.x.y.z: what the pod's IP address is to the load balancer. */
  readonly address: string;
  readonly port: number;
  /** PID 1 and its arguments, as ENTRYPOINT and CMD give them. */
  readonly command: readonly string[];
  /** All that it sees, besides PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its working directory. */
  readonly folder: string;
}

/** A process that is PID 1 of a PID namespace; all others of the namespace die with it. */
export interface Pod {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Lines of its stdout and stderr so far. */
  readonly log: readonly string[];
  /** How PID 1 ended, once nothing of the pod is left. */
  readonly exited: Promise<Exit>;
  /** Signals PID 1 from outside, as a container runtime does: the kernel drops what it has no handler for. */
  signal(name: NodeJS.Signals): void;
  /** SIGKILL, and waits for the end of all of its processes. */
  kill(): Promise<void>;
  /** Runs a command beside PID 1, with its environment and folder, and gives the exit code (128 + n after signal n). */
  exec(command: readonly string[]): Promise<number>;
}

export type { Exit };

/** A pod could not be made. */
export class PodError extends Error {
  override readonly name = 'PodError';
}

/**
 * Starts a pod; it lives no longer than this process.
 *
 * @throws PodError where its namespace cannot be made
 */
export async function startPod({ name, address, port, command, environment, folder }: PodSpec): Promise<Pod> {
  const isolation = findIsolation();
  if (isolation === undefined) throw new PodError('PID namespaces are not permitted here');
  const wrapper = startChild({
    program: 'unshare',
    args: [...isolation.make, '--', ...command],
    environment,
    folder,
  });
  const exited = wrapper.closed.then((exit) => exitOf(exit, wrapper.log));
  const first = await firstProcess(wrapper);
  // unshare waits for PID 1, so the number is not given to another process before this one is over.
  const signal = (sent: NodeJS.Signals) => {
    if (first !== undefined && wrapper.isRunning()) send(first, sent);
  };
  return {
    name,
    address,
    port,
    log: wrapper.log,
    exited,
    signal,
    async kill() {
      signal('SIGKILL');
      await exited;
    },
    async exec(arguments_) {
      if (first === undefined || !wrapper.isRunning()) return NOT_RUNNING;
      return await enter(first, isolation, arguments_, environment, folder);
    },
  };
}

/** What `kubectl exec` and hooks get where the container is not running. */
const NOT_RUNNING = 126;

/** unshare of util-linux 2.38 fails where PID 1 was killed, as it first unblocks the signal that it then ends by. */
function exitOf(exit: Exit, log: readonly string[]): Exit {
  const killed = exit.code === 1 && log.some((line) => line.startsWith('unshare: sigprocmask'));
  return killed ? { code: null, signal: 'SIGKILL' } : exit;
}

/** The number outside of the namespace of its PID 1. @default - it ended at once */
async function firstProcess(wrapper: Child): Promise<number | undefined> {
  let first: number | undefined;
  await until('the pod has its first process', () => {
    first = children(wrapper.pid)[0];
    // Until then it is a copy of unshare, and the wrapper itself may still be setpriv.
    return !wrapper.isRunning() || (first !== undefined && program(first) !== program(wrapper.pid));
  });
  return first;
}

function children(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function program(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended, and its wrapper has not yet.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function enter(
  first: number,
  { enter }: Isolation,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder: string,
): Promise<number> {
  // A mount namespace puts whoever enters it into its root.
  const args = ['--target', String(first), `--wd=${folder}`, ...enter, '--', ...command];
  const { code, signal } = await startChild({ program: 'nsenter', args, environment, folder }).exited;
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
