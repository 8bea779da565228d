import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateConfig } from '../../lib/config';
import { sandboxConfig } from '../../sandbox.config';

/** The app could not be synthesized; the message holds what it said. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

const folders: string[] = [];
process.once('exit', removeAssemblies);

/** Removes every folder that {@link synthesize} made; happens by itself when the process ends. */
export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Synthesizes the app, as `npx cdk synth` would, into a folder that goes when the process ends. In a process of its own,
 * because CDK tells on standard error which assets it bundles, and has no switch for it.
 *
 * @returns the folder
 * @throws InvalidConfigError, SynthesisError
 */
export function synthesize(progress: (text: string) => void): string {
  validateConfig(sandboxConfig);
  progress('synthesizing the stacks');
  const outdir = mkdtempSync(join(tmpdir(), 'takehome-'));
  folders.push(outdir);
  const { status, stderr, error } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/sandbox.ts'], {
    cwd: join(__dirname, '../..'),
    // The validator adds seconds and has its place in `npx cdk synth`.
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON: '{}' },
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new SynthesisError(stderr);
  return outdir;
}
