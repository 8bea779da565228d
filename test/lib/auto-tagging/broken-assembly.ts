import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createApp } from '../../../lib/app';
import { bundleOptions, repositoryRoot } from '../../../lib/constructs/bundle';
import { AssemblyTemplate } from '../../../lib/local/assembly-template';
import { sandboxConfig } from '../../../sandbox.config';

/** A template, to be changed. */
export interface TemplateJson {
  readonly Parameters: Record<string, Record<string, unknown>>;
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** What is wrong with an answer that was broken on purpose. */
export interface Breakage {
  /** Changes the template of the stack. */
  readonly template?: (template: TemplateJson) => void;
  /** Changes files of a function's asset. */
  readonly asset?: { readonly of: FunctionName; readonly file: string; readonly change: (text: string) => string };
  /** Changes a source file and bundles the function anew. */
  readonly source?: { readonly of: FunctionName; readonly file: string; readonly replace: string; readonly by: string };
}

type FunctionName = keyof typeof entries;

const entries = {
  Tagger: { path: 'lambda/auto-tagging/tagger.ts', chunks: 'lambda/auto-tagging/tagging/native' },
  Notifier: { path: 'lambda/auto-tagging/notifier.ts', chunks: 'lambda/auto-tagging/notification/native' },
} as const;

const folders: string[] = [];

/** The cloud assembly as it would be deployed. */
export function goodAssembly(): string {
  const outdir = temporaryFolder();
  createApp(sandboxConfig, { outdir }).synth();
  return outdir;
}

/** A copy of a cloud assembly in which something is wrong. */
export async function brokenAssembly(good: string, { template, asset, source }: Breakage): Promise<string> {
  const broken = temporaryFolder();
  cpSync(good, broken, { recursive: true });
  if (template)
    edit(join(broken, 'AutoTagging.template.json'), (text) => {
      const parsed = JSON.parse(text);
      template(parsed);
      return JSON.stringify(parsed);
    });
  if (asset) edit(join(assetOf(broken, asset.of), asset.file), asset.change);
  if (source) await bundleAnew(join(assetOf(broken, source.of), 'index.js'), source);
  return broken;
}

export function removeAssemblies(): void {
  for (const folder of folders) rmSync(folder, { recursive: true });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  return folder;
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${file}: nothing was broken`);
  writeFileSync(file, changed);
}

function assetOf(assembly: string, name: FunctionName): string {
  const template = AssemblyTemplate.read(assembly, 'AutoTagging', '123456789012');
  const [logicalId = ''] = template.ofType('AWS::Lambda::Function').find(([id]) => template.idOf(id) === name) ?? [];
  const folder = template.assetOf(logicalId);
  if (folder === undefined) throw new Error(`${name} has no asset`);
  return folder;
}

async function bundleAnew(outfile: string, { of, file, replace, by }: NonNullable<Breakage['source']>): Promise<void> {
  const { path, chunks } = entries[of];
  const broken = join(repositoryRoot, file);
  const { outputFiles } = await build({
    ...bundleOptions(path, 'index', chunks),
    plugins: [
      {
        name: 'break',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
            if (loaded !== broken) return undefined;
            const text = readFileSync(loaded, 'utf8');
            if (!text.includes(replace)) throw new Error(`${file} does not contain: ${replace}`);
            return { contents: text.replaceAll(replace, by), loader: 'ts' };
          }),
      },
    ],
  });
  const bundled = outputFiles.find(({ path: output }) => output.endsWith('index.js'));
  writeFileSync(outfile, bundled?.text ?? '');
}
