import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { repositoryRoot } from './bundle';

/**
 * Writes what an image of `services/<service>` holds into a folder: the Dockerfile, `server.mjs` and, where there is a
 * `migrate.ts`, `migrate.mjs`. Each holds all that it imports.
 *
 * @param service name of the folder below `services`
 * @throws BuildFailure of esbuild
 */
export function stageService(service: string, folder: string): void {
  const source = join('services', service);
  const entries = ['server', ...(existsSync(join(repositoryRoot, source, 'migrate.ts')) ? ['migrate'] : [])];
  const { outputFiles } = buildSync({
    absWorkingDir: repositoryRoot,
    entryPoints: entries.map((name) => ({ in: join(source, `${name}.ts`), out: name })),
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The image has Node 24; on a laptop the same files run on Node 20.
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  for (const { path, contents } of outputFiles) {
    const file = join(folder, path.slice(join(repositoryRoot, 'out').length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  copyFileSync(join(repositoryRoot, source, 'Dockerfile'), join(folder, 'Dockerfile'));
}
