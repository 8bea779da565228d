import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, readJsonObject } from './json-file';
import type { Stack, TemplateResource } from './stack';
import { readTemplate, type TopStack } from './template-file';

/** A stack, and after it the nested stacks of which the folder holds the templates. @throws InputError */
export function withNestedStacks(stack: TopStack): readonly Stack[] {
  const nested = Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) => {
    const file = resource.Type === 'AWS::CloudFormation::Stack' ? templateFileOf(resource, stack) : undefined;
    if (file === undefined) return [];
    const id = `${stack.id}.${logicalId}`;
    const paths = pathsBelow(stack.paths.get(logicalId), stack.paths);
    return withNestedStacks({
      ...stack,
      id,
      stackName: id,
      template: readTemplate(file),
      paths,
      parent: { stack, logicalId },
    });
  });
  return [stack, ...nested];
}

/** CDK names the file in the metadata, or else in the asset manifest under the hash that ends the template's URL. */
function templateFileOf(
  { Metadata, Properties }: TemplateResource,
  { folder, artifact }: TopStack,
): string | undefined {
  const written = Metadata?.['aws:asset:path'];
  const name = typeof written === 'string' ? written : assetOf(JSON.stringify(Properties ?? {}), folder, artifact);
  const file = name === undefined ? undefined : join(folder, name);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function assetOf(properties: string, folder: string, artifact: string): string | undefined {
  const manifest = join(folder, `${artifact}.assets.json`);
  const hash = /([0-9a-f]{64})\.json/.exec(properties)?.[1];
  if (hash === undefined || !existsSync(manifest)) return undefined;
  const { files } = readJsonObject(manifest);
  const asset = isRecord(files) ? files[hash] : undefined;
  return isRecord(asset) && isRecord(asset.source) ? String(asset.source.path) : undefined;
}

/** `Stack/Nested.NestedStack/Nested.NestedStackResource` stands for the constructs below `Stack/Nested`. */
function pathsBelow(path: string | undefined, paths: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const prefix = path?.replace(/\.NestedStack\/[^/]+$/, '/');
  return new Map([...paths].filter(([, candidate]) => prefix !== undefined && candidate.startsWith(prefix)));
}
