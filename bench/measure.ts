import { spawnSync } from 'node:child_process';

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs a process several times.
 *
 * @returns the median of its wall time in milliseconds
 * @throws Error with what it printed when it fails
 */
export function timeProcess(
  command: string,
  args: readonly string[],
  runs: number,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    const { status, stderr, error } = spawnSync(command, args, { ...options, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
    return performance.now() - start;
  });
  return median(times);
}
