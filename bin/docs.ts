import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { exercises } from '../lib/exercises';
import { asStated, readEvidence } from '../lib/site/evidence';
import { writeMade } from '../lib/site/made';
import type { ReachPage } from '../lib/site/markdown';
import { writeReachPages } from '../lib/site/reach-pages';
import { progress, progressEnd } from './commands/output';
import { synthesize } from './commands/synthesize';

const root = join(__dirname, '..');
const docs = join(root, 'docs');

interface BuildOptions {
  readonly out: string;
  readonly base: string;
  readonly proofs: boolean;
}

async function main(): Promise<void> {
  const program = new Command('docs').description('The worked answers as a site').exitOverride();
  program
    .command('dev', { isDefault: true })
    .description('serve the pages while they are written; badges show what the last npm start found')
    .option('--port <number>', 'of localhost', port, 5173)
    .action(async (options: { readonly port: number }) => {
      prepare();
      const { createServer } = await import('vitepress');
      const server = await createServer(docs, options);
      await server.listen();
      server.printUrls();
    });
  program
    .command('build')
    .description('write the site; proves the claims first, unless npm start just did')
    .option('--out <folder>', 'where to', join(docs, '.vitepress/dist'))
    .option('--base <path>', 'path below which it is going to be served', '/')
    .option('--no-proofs', 'prove nothing; badges show what the last npm start found, if it is still true')
    .action(async ({ out, base, proofs }: BuildOptions) => {
      if (proofs && readEvidence(root) === undefined) await prove();
      prepare();
      const { build } = await import('vitepress');
      await build(docs, { outDir: out, base });
    });
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has told already what is wrong.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** @throws InvalidArgumentError */
function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError('It has to be a number from 1 to 65535.');
}

async function prove(): Promise<void> {
  const { prove: proveClaims } = await import('./commands/prove');
  process.exitCode = await proveClaims(exercises, {});
}

/** Leaves behind what the pages are made with and VitePress cannot find out: what the templates say. */
function prepare(): void {
  const assembly = synthesize(progress);
  const folder = join(docs, 'public/reach');
  rmSync(folder, { recursive: true, force: true });
  const reachPages = writeReachPages(assembly, folder, progress).map(
    ({ exercise, title, file }): ReachPage => ({ exercise, title, link: `/reach/${file}` }),
  );
  progressEnd();
  writeMade(root, {
    claims: exercises.flatMap(({ claims }) => claims.map(asStated)),
    exercises: exercises.map(({ id }) => id),
    reachPages,
  });
}

void main();
