import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type BundledFile, repositoryRoot } from './bundle';

/**
 * Writes what an image of `services/<service>` holds into a folder: the Dockerfile, `server.mjs` and, where there is a
 * `migrate.ts`, `migrate.mjs`. Each holds all that it imports.
 *
 * @param service name of the folder below `services`
 * @param web files that a browser gets, for the folder `web` beside `server.mjs`
 * @throws BuildFailure of esbuild
 */
export function stageService(service: string, folder: string, web: readonly BundledFile[] = []): void {
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
    // A package in CommonJS requires what Node has, and a module has no `require` of its own.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  for (const { path, contents } of outputFiles) {
    const file = join(folder, path.slice(join(repositoryRoot, 'out').length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  for (const { path, text } of web) {
    const file = join(folder, 'web', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  copyFileSync(join(repositoryRoot, source, 'Dockerfile'), join(folder, 'Dockerfile'));
}
