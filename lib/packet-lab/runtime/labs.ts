import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NetworkModel } from '../../reachability/model';
import type { LabPlan } from '../plan';
import { LabError } from './agent';

/** A process, told from others that later get its number. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks after the machine started, from /proc. */
  readonly started: string;
}

/** A lab that goes on without the command that made it. */
export interface StandingLab {
  /** What a person calls it: the name of its folder. */
  readonly name: string;
  readonly folder: string;
  readonly agent: ProcessId;
  readonly rootless: boolean;
  readonly model: NetworkModel;
  readonly plan: LabPlan;
}

const FILE = 'lab.json';

/**
 * The folder that keeps the labs of a user, and nobody else's.
 *
 * @param temporary the folder for temporary files
 * @throws LabError where somebody else has made it
 */
export function labsFolder(temporary: string, user: number): string {
  const folder = join(temporary, `takehome-labs-${user}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (uid !== user || (mode & 0o077) !== 0)
    throw new LabError(`${folder} belongs to somebody else, or others may use it`);
  return folder;
}

/** A folder for a new lab. */
export function newLabFolder(folder: string): string {
  return mkdtempSync(join(folder, 'lab-'));
}

/** The socket of a lab's agent. */
export function socketOf(folder: string): string {
  return join(folder, 'agent');
}

/** Notes down a lab that stands. */
export function keep({ name: _name, folder, ...lab }: StandingLab): void {
  writeFileSync(join(folder, FILE), JSON.stringify(lab));
}

/** The labs that stand. Folders of those whose agent has ended, and so everything with it, are removed. */
export function standingLabs(folder: string): readonly StandingLab[] {
  return readdirSync(folder).flatMap((name) => {
    const own = join(folder, name);
    const lab = read(own);
    if (lab && isAlive(lab.agent)) return [{ ...lab, name: basename(own), folder: own }];
    // One without a note may be in the making.
    if (lab || ageSeconds(own) > IN_THE_MAKING) rmSync(own, { recursive: true, force: true });
    return [];
  });
}

/** Seconds in which any lab is made; an agent that is not spoken to in this time ends by itself. */
const IN_THE_MAKING = 120;

function read(folder: string): Omit<StandingLab, 'name' | 'folder'> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Omit<StandingLab, 'name' | 'folder'>;
  } catch {
    return undefined;
  }
}

function ageSeconds(folder: string): number {
  try {
    return (Date.now() - statSync(folder).mtimeMs) / 1_000;
  } catch {
    return 0;
  }
}

/** The identity of a running process. */
export function processId(pid: number): ProcessId | undefined {
  try {
    // The name in parentheses may hold anything; after it the fields are counted from the third.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : { pid, started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Whether it still runs, and is not another one with its number. */
export function isAlive({ pid, started }: ProcessId): boolean {
  return processId(pid)?.started === started;
}

/** Removes what was noted of a lab, and its agent, should it still run: with it the kernel removes all namespaces. */
export async function remove({ folder, agent }: Pick<StandingLab, 'folder' | 'agent'>): Promise<void> {
  if (isAlive(agent)) process.kill(agent.pid, 'SIGKILL');
  for (let wait = 0; isAlive(agent) && wait < 200; wait++) await new Promise((resolve) => setTimeout(resolve, 10));
  rmSync(folder, { recursive: true, force: true });
}
