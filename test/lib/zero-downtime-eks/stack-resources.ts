import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { context } from '../../../cdk.json';
import type { Resource, Resources } from '../../../lib/zero-downtime-eks/assembly-resources';
import type { ZeroDowntimeEksConfig } from '../../../lib/zero-downtime-eks/config';
import { ZeroDowntimeEksStack } from '../../../lib/zero-downtime-eks/stack';

/** The synthesized stack. */
export function stackTemplate(config: ZeroDowntimeEksConfig = {}): Template {
  return Template.fromStack(new ZeroDowntimeEksStack(new App({ context }), 'ZeroDowntimeEks', { config }));
}

export const stackResources = (config?: ZeroDowntimeEksConfig): Resources =>
  (stackTemplate(config).toJSON() as { readonly Resources: Resources }).Resources;

/** Runs something on a cloud assembly that holds these resources and nothing else. */
export async function withAssembly<T>(resources: Resources, run: (assembly: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'takehome-'));
  writeFileSync(join(folder, 'ZeroDowntimeEks.template.json'), JSON.stringify({ Resources: resources }));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same resources with the properties of one changed. @throws Error unless exactly one id starts so */
export function changed(
  resources: Resources,
  start: string,
  change: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Resources {
  const ids = Object.keys(resources).filter((id) => new RegExp(`^${start}[0-9A-F]{8}$`).test(id));
  const [id] = ids;
  const resource: Resource | undefined = id === undefined ? undefined : resources[id];
  if (id === undefined || !resource || ids.length > 1) throw new Error(`${ids.length} resources are called ${start}`);
  return { ...resources, [id]: { ...resource, Properties: change(resource.Properties ?? {}) } };
}
