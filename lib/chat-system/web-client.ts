import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type BundledFile, repositoryRoot } from '../constructs/bundle';

const folder = join('services', 'chat-system', 'web');

/**
 * The files of the web client, by their path below `/`: `main.js` with all that it imports, and whatever is not
 * TypeScript as it is.
 *
 * @throws BuildFailure of esbuild
 */
export function webClientFiles(): readonly BundledFile[] {
  const { outputFiles } = buildSync({
    absWorkingDir: repositoryRoot,
    entryPoints: [{ in: join(folder, 'main.ts'), out: 'main' }],
    outdir: '.',
    write: false,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    // Browsers of 2023: `dialog`, top-level `await` and all of ES2022 are there.
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const root = join(repositoryRoot, folder);
  const plain = readdirSync(root)
    .sort()
    .filter((name) => !name.endsWith('.ts'));
  return [
    ...outputFiles.map(({ text }) => ({ path: 'main.js', text })),
    ...plain.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  ];
}
