import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

/** The root of the repository: whatever folder it was cloned into, bundles come out equal. */
export const repositoryRoot = join(__dirname, '../..');

/**
 * The SDK's credential chain requires these lazily, after environment variables. In Lambda the credentials always are
 * in environment variables, so they are never reached; left out, a bundle with one client shrinks by two fifths.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const unreachableCredentialProviders = ['sso', 'ini', 'process', 'web-identity', 'http', 'login'].map(
  (provider) => `@aws-sdk/credential-provider-${provider}`,
);

/** A file of a bundle, with its path in the asset. */
export interface BundledFile {
  readonly path: string;
  readonly text: string;
}

/** What esbuild made: `code` belongs into the asset, `sourceMaps` aside. */
export interface Bundle {
  readonly code: readonly BundledFile[];
  readonly sourceMaps: readonly BundledFile[];
}

const bundles = new Map<string, Bundle>();

/**
 * Bundles a handler to `index.js`, and every file of the folder `chunks` to `<name of the folder>/<file>.js`, which
 * `index.js` requires when `import('./<name of the folder>/<file>')` is reached. A chunk holds all that it imports.
 *
 * @param entry path of the handler from the root of the repository
 * @param chunks path of the folder from the root of the repository
 * @throws BuildFailure of esbuild
 */
export function bundle(entry: string, chunks?: string): Bundle {
  const key = JSON.stringify([entry, chunks]);
  const known = bundles.get(key);
  if (known) return known;
  const built = merge([build(entry, 'index', chunks), ...(chunks ? chunkFiles(chunks).map(buildChunk) : [])]);
  bundles.set(key, built);
  return built;
}

function chunkFiles(folder: string): readonly string[] {
  const names = readdirSync(join(repositoryRoot, folder)).sort();
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

function buildChunk(path: string): Bundle {
  return build(path, `${basename(join(path, '..'))}/${basename(path, '.ts')}`);
}

/**
 * How a handler is bundled.
 *
 * @param output path in the asset, without `.js`
 */
export function bundleOptions(entry: string, output = 'index', chunks?: string) {
  return {
    absWorkingDir: repositoryRoot,
    entryPoints: [{ in: entry, out: output }],
    outdir: '.',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    // CommonJS cannot resolve import() of a path without extension; turned into require() it can.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    // The map is read beside the sources; with their text it would be ten times the size.
    sourcesContent: false,
    external: [...unreachableCredentialProviders, ...(chunks ? [`./${basename(chunks)}/*`] : [])],
    logLevel: 'silent',
  } satisfies BuildOptions;
}

function build(entry: string, output: string, chunks?: string): Bundle {
  const { outputFiles } = buildSync(bundleOptions(entry, output, chunks));
  const files = outputFiles.map(({ path, text }) => ({ path: path.slice(repositoryRoot.length + 1), text }));
  return {
    code: files.filter(({ path }) => path.endsWith('.js')),
    sourceMaps: files.filter(({ path }) => path.endsWith('.map')),
  };
}

const merge = (parts: readonly Bundle[]): Bundle => ({
  code: parts.flatMap(({ code }) => code),
  sourceMaps: parts.flatMap(({ sourceMaps }) => sourceMaps),
});
