import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Finding, told } from './finding';
import { timeProcess } from './measure';

const RUNS = 3;

/** `cdk synth -q` of the whole app against an app with one empty stack, both with the validator. */
export function benchSynth(): readonly Finding[] {
  const empty = mkdtempSync(join(tmpdir(), 'one-stack-'));
  try {
    symlinkSync(resolve('node_modules'), join(empty, 'node_modules'));
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    writeFileSync(join(empty, 'cdk.json'), JSON.stringify({ app: 'node --import tsx app.ts', context }));
    writeFileSync(join(empty, 'app.ts'), "import { App, Stack } from 'aws-cdk-lib';\nnew Stack(new App(), 'Init');\n");
    const cdk = resolve('node_modules/.bin/cdk');
    const whole = timeProcess(cdk, ['synth', '-q'], RUNS);
    const one = timeProcess(cdk, ['synth', '-q'], RUNS, { cwd: empty });
    const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
    return [
      told(
        `cdk synth: ${seconds(whole)} s, ${(whole / one).toFixed(2)} x an app with one empty stack (${seconds(one)} s)`,
      ),
    ];
  } finally {
    rmSync(empty, { recursive: true });
  }
}
