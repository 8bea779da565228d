import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ChatSystemConfig } from '../../../../lib/chat-system/config';
import { SERVERLESS_STACK } from '../../../../lib/chat-system/serverless/stack-id';
import { synthesizeServerless } from '../../../../lib/chat-system/serverless/synthesize';
import { bundleOptions, repositoryRoot } from '../../../../lib/constructs/bundle';
import { assetOf } from '../../../../lib/local/assembly-template';

export const config: ChatSystemConfig = { connectionsPerServer: 10_000, servers: { least: 2, most: 10 } };

const folders: string[] = [];

/** The cloud assembly as it would be deployed. */
export function goodAssembly(): string {
  const outdir = temporaryFolder();
  synthesizeServerless(config, outdir);
  return outdir;
}

type Properties = Record<string, unknown>;

/** A copy of an assembly in which the properties of every resource of a type are changed. */
export function changedAssembly(good: string, type: string, change: (properties: Properties) => void): string {
  const changed = copyOf(good);
  const file = join(changed, `${SERVERLESS_STACK}.template.json`);
  const text = readFileSync(file, 'utf8');
  const parsed = JSON.parse(text) as { Resources: Record<string, { Type: string; Properties: Properties }> };
  for (const { Type, Properties } of Object.values(parsed.Resources)) if (Type === type) change(Properties);
  const after = JSON.stringify(parsed, undefined, 1);
  if (after === text) throw new Error('nothing was broken');
  writeFileSync(file, after);
  return changed;
}

export interface Broken {
  readonly id: 'Authorize' | 'Connection' | 'Request' | 'FanOut';
  readonly entry: string;
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

/** A copy of an assembly in which a function was bundled from a source that is wrong. */
export async function brokenAssembly(good: string, { id, entry, file, replace, by }: Broken): Promise<string> {
  const broken = copyOf(good);
  const path = join(repositoryRoot, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(replace)) throw new Error(`${file} does not contain: ${replace}`);
  const plugin = {
    name: 'break',
    setup: ({ onLoad }: Parameters<NonNullable<Parameters<typeof build>[0]['plugins']>[number]['setup']>[0]) =>
      onLoad({ filter: /\.ts$/ }, (loaded) =>
        loaded.path === path ? { contents: text.replaceAll(replace, by), loader: 'ts' as const } : undefined,
      ),
  };
  const { outputFiles } = await build({ ...bundleOptions(entry), plugins: [plugin] });
  const bundled = outputFiles.find((output) => output.path.endsWith('index.js'));
  writeFileSync(join(assetOf(broken, SERVERLESS_STACK, id), 'index.js'), bundled?.text ?? '');
  return broken;
}

export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

function copyOf(good: string): string {
  const folder = temporaryFolder();
  cpSync(good, folder, { recursive: true });
  return folder;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'serverless-'));
  folders.push(folder);
  return folder;
}
