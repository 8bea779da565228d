import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, repositoryRoot } from '../../../lib/constructs/bundle';
import { AssemblyTemplate } from '../../../lib/local/assembly-template';
import type { Transport } from '../../../lib/mass-messaging/config';
import { synthesizeMassMessaging } from '../../../lib/mass-messaging/synthesize';
import { config } from './assembly';

/** Properties of a resource, to be changed. */
export type Properties = Record<string, unknown>;

/** What is wrong with an answer that was broken on purpose. */
export interface Breakage {
  /** Changes the properties of every resource of a type. */
  readonly template?: { readonly type: string; readonly change: (properties: Properties) => void };
  /** Changes a source file and bundles the function anew. */
  readonly source?: {
    readonly of: 'Sender' | 'Expander';
    readonly file: string;
    readonly replace: string;
    readonly by: string;
  };
}

const folders: string[] = [];

/** The cloud assembly as it would be deployed. */
export function goodAssembly(transport: Transport): string {
  const outdir = temporaryFolder();
  synthesizeMassMessaging({ ...config, transport }, outdir);
  return outdir;
}

/** A copy of a cloud assembly in which something is wrong. */
export async function brokenAssembly(good: string, breakage: Breakage): Promise<string> {
  const broken = temporaryFolder();
  cpSync(good, broken, { recursive: true });
  await breakAssembly(broken, breakage);
  return broken;
}

/** Makes something wrong in a cloud assembly. */
export async function breakAssembly(broken: string, { template, source }: Breakage): Promise<void> {
  const file = join(broken, 'MassMessaging.template.json');
  if (template) {
    const text = readFileSync(file, 'utf8');
    const parsed = JSON.parse(text) as { Resources: Record<string, { Type: string; Properties: Properties }> };
    for (const { Type, Properties } of Object.values(parsed.Resources)) {
      if (Type === template.type) template.change(Properties);
    }
    const changed = JSON.stringify(parsed, undefined, 1);
    if (changed === text) throw new Error('nothing was broken');
    writeFileSync(file, changed);
  }
  if (source) await bundleAnew(broken, source);
}

export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  return folder;
}

async function bundleAnew(assembly: string, { of, file, replace, by }: NonNullable<Breakage['source']>): Promise<void> {
  const template = AssemblyTemplate.read(assembly, 'MassMessaging', '123456789012');
  const functions = template.ofType('AWS::Lambda::Function').map(([id]) => id);
  const asset = template.assetOf(functions.find((id) => template.pathOf(id).includes(`/${of}/`)) ?? '');
  if (asset === undefined) throw new Error(`${of} has no asset`);
  const broken = join(repositoryRoot, file);
  const { outputFiles } = await build({
    ...bundleOptions(`lambda/mass-messaging/${of.toLowerCase()}.ts`),
    plugins: [
      {
        name: 'break',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (path !== broken) return undefined;
            const text = readFileSync(path, 'utf8');
            if (!text.includes(replace)) throw new Error(`${file} does not contain: ${replace}`);
            return { contents: text.replaceAll(replace, by), loader: 'ts' };
          }),
      },
    ],
  });
  const bundled = outputFiles.find(({ path }) => path.endsWith('index.js'));
  writeFileSync(join(asset, 'index.js'), bundled?.text ?? '');
}
