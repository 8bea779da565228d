import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** By logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/**
 * The resources of the exercise's stack.
 *
 * @param assembly the folder cdk.out
 * @throws Error when it has no such stack
 */
export function assemblyResources(assembly: string): Resources {
  const template = readFileSync(join(assembly, 'ZeroDowntimeEks.template.json'), 'utf8');
  return (JSON.parse(template) as { readonly Resources: Resources }).Resources;
}

/** @throws Error unless there is exactly one resource of the type */
export function onlyOne(resources: Resources, type: string): readonly [logicalId: string, resource: Resource] {
  const found = Object.entries(resources).filter(([, { Type }]) => Type === type);
  const [one] = found;
  if (!one || found.length > 1) throw new Error(`the stack has ${found.length} resources of type ${type} and not one`);
  return one;
}
