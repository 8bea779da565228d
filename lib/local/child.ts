import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findProgram, SEARCH_PATH } from './programs';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program and what it is started with. */
export interface ChildSpec {
  readonly program: string;
  readonly args: readonly string[];
  /** All of it besides PATH. @default - PATH only */
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory. @default - this one */
  readonly folder?: string;
  /** @default - as whoever runs this */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What the kernel sends when this process has died. @default KILL */
  readonly orphanSignal?: 'KILL' | 'QUIT';
}

/** A process that lives no longer than this one, whatever ends it. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** The same, once its output is read to the end: processes that it has left behind may hold it open. */
  readonly closed: Promise<Exit>;
  /** Lines of stdout and stderr so far. */
  readonly log: readonly string[];
  /** False once it is over. */
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
}

/** A process of the lab did not start. */
export class ChildError extends Error {
  override readonly name = 'ChildError';
}

/**
 * Starts a program that is killed by the kernel when this process dies.
 *
 * @throws ChildError where it is not installed
 */
export function startChild({ program, args, environment, folder, user, orphanSignal = 'KILL' }: ChildSpec): Child {
  const file = findProgram(program);
  if (file === undefined) throw new ChildError(`${program} is not installed`);
  // setpriv asks for the signal after Node has changed the user, which would take it back.
  const child = spawn('setpriv', ['--pdeathsig', orphanSignal, '--', file, ...args], {
    cwd: folder,
    env: { ...environment, PATH: SEARCH_PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  const { pid } = child;
  if (pid === undefined) throw new ChildError(`${program} could not be started`);
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (l) => log.push(l));
  return {
    pid,
    log,
    exited: when(child, 'exit'),
    closed: when(child, 'close'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
  };
}

function when(child: ChildProcess, event: 'exit' | 'close'): Promise<Exit> {
  return new Promise((resolve) => {
    child.once(event, (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
}

/**
 * Waits until something is so.
 *
 * @param what is expected, for the error
 * @throws ChildError when it is not after the time
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new ChildError(`not so after ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
