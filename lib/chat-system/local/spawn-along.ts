import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { findProgram } from '../../local/programs';

/**
 * Starts a program that ends with this process, whatever ends it: where the kernel can see to it, and else where this
 * process comes to its end by itself.
 *
 * @param program a name of the search path, or a file
 */
export function spawnAlong(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const file = program.startsWith('/') ? program : findProgram(program);
  const setpriv = findProgram('setpriv');
  const child =
    file !== undefined && setpriv !== undefined
      ? spawn(setpriv, ['--pdeathsig', 'KILL', '--', file, ...args], options)
      : spawn(program, args, options);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  return child;
}
