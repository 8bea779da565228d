import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/app';
import { sandboxConfig } from '../../sandbox.config';

/**
 * Synthesizes the app, as `npx cdk synth` would, into a folder that goes when the process ends.
 *
 * @returns the folder
 */
export function synthesize(progress: (text: string) => void): string {
  progress('synthesizing the stacks');
  // The validator adds seconds and has its place in `npx cdk synth`.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'takehome-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  createApp(sandboxConfig, { outdir, context: featureFlags() }).synth();
  return outdir;
}

/** The command line of CDK hands these to the app; who runs the app without it has to do it. */
function featureFlags(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')).context;
}
