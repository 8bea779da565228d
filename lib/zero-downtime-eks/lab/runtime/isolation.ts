import { execFileSync } from 'node:child_process';
import { findProgram, SEARCH_PATH } from '../../../local/programs';

/** How namespaces of a pod are made, and entered again, on this machine. */
export interface Isolation {
  /** Arguments of unshare. */
  readonly make: readonly string[];
  /** Arguments of nsenter, besides whose namespaces. */
  readonly enter: readonly string[];
}

const PID = ['--pid', '--fork', '--kill-child'];
const PROC = ['--mount-proc'];
// A user who is not root needs a user namespace; some containers do not let anyone mount /proc.
const USER = ['--user', '--map-current-user'];
const ENTER_USER = ['--user', '--preserve-credentials'];
const WAYS: readonly Isolation[] = [
  { make: [...PID, ...PROC], enter: ['--pid', '--mount'] },
  { make: [...USER, ...PID, ...PROC], enter: [...ENTER_USER, '--pid', '--mount'] },
  { make: PID, enter: ['--pid'] },
  { make: [...USER, ...PID], enter: [...ENTER_USER, '--pid'] },
];

let known: Isolation | undefined;

/** The first way that the kernel permits. @default - none */
export function findIsolation(): Isolation | undefined {
  known ??= WAYS.find(({ make }) => permits(make));
  return known;
}

function permits(args: readonly string[]): boolean {
  const unshare = findProgram('unshare');
  if (unshare === undefined) return false;
  try {
    execFileSync(unshare, [...args, 'true'], { env: { PATH: SEARCH_PATH }, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
