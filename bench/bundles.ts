import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { NotifierEnvironment, SweeperEnvironment, TaggerEnvironment } from '../lib/auto-tagging/environment';
import { bundle } from '../lib/constructs/bundle';
import { type Finding, told } from './finding';
import { timeProcess } from './measure';

const RUNS = 15;
const GOAL_BYTES = 350_000;

const functions = [
  { name: 'Tagger', entry: 'lambda/auto-tagging/tagger.ts', chunks: 'lambda/auto-tagging/tagging/native' },
  { name: 'Notifier', entry: 'lambda/auto-tagging/notifier.ts', chunks: 'lambda/auto-tagging/notification/native' },
  { name: 'Sweeper', entry: 'lambda/auto-tagging/sweeper.ts' },
];

/** Handlers read their contract when they are imported; the values do not matter. */
const contract = { ...TaggerEnvironment, ...NotifierEnvironment, ...SweeperEnvironment };
const env = {
  ...process.env,
  AWS_REGION: 'us-east-1',
  ...Object.fromEntries(Object.values(contract).map((name) => [name, '1'])),
};

/** Size of each function, and the time of its import against the same code with the SDK left in node_modules. */
export function benchBundles(): readonly Finding[] {
  // Inside the project, so that the variant without the SDK finds it.
  const folder = mkdtempSync(resolve('cdk.out-bench-'));
  try {
    return functions.map(({ name, entry, chunks }) => {
      const files = bundle(entry, chunks).code;
      for (const { path, text } of files) write(join(folder, name, path), text);
      const external = join(folder, name, 'external.js');
      buildSync({
        entryPoints: [entry],
        outfile: external,
        bundle: true,
        platform: 'node',
        minify: true,
        packages: 'external',
      });
      const size = (path: string) => Buffer.byteLength(files.find((file) => file.path === path)?.text ?? '');
      const main = size('index.js');
      const lazy = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), -main);
      const nothing = timeProcess('node', ['-e', ''], RUNS);
      const importTime = (file: string) =>
        timeProcess('node', ['-e', `require(${JSON.stringify(file)})`], RUNS, { env }) - nothing;
      const bundled = importTime(join(folder, name, 'index.js'));
      const ratio = bundled / importTime(external);
      return told(
        `${name}: ${kilobytes(main)} (goal ${kilobytes(GOAL_BYTES)}), lazily ${kilobytes(lazy)}; import ${bundled.toFixed(0)} ms, ${ratio.toFixed(2)} x that with the SDK external`,
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
