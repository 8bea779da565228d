import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** Ticks a second of the times in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

/** Seconds of processor time that a process has used. */
export function processorSeconds(pid: number): number {
  // The name, in parentheses, may hold anything; user and system time are the 12th and 13th field behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes of memory that a process holds. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** What all processors of the machine have done since it started, in seconds. */
export interface MachineTimes {
  readonly busy: number;
  /** Wanted by this machine and given to another one by the host. */
  readonly stolen: number;
}

/** @see https://www.kernel.org/doc/html/latest/filesystems/proc.html */
export function machineTimes(): MachineTimes {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).map(Number) ?? [];
  return { busy: (user + nice + system + irq + softirq) / TICKS, stolen: stolen / TICKS };
}

/** Processes waiting for a processor, the mean of the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0;
}
