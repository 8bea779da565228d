import { createWorld } from './intrinsics';
import { nameOf } from './paths';
import { componentId, type Resource, type Stack } from './stack';
import { isObject, isUnknown, type Unknown } from './value';

/** All resources of some stacks, their properties resolved. */
export interface Resources {
  /** By id, in the order of deployment. */
  readonly present: ReadonlyMap<string, Resource>;
  /** Those of which nobody knows whether they come into being. */
  readonly doubtful: readonly { readonly resource: Resource; readonly why: Unknown }[];
  readonly elasticIps: ReadonlyMap<string, string>;
}

/** Resolves all stacks together. Never throws. */
export function resolveResources(stacks: readonly Stack[]): Resources {
  const world = createWorld(stacks);
  const present = new Map<string, Resource>();
  const doubtful: { resource: Resource; why: Unknown }[] = [];
  for (const stack of stacks) {
    const context = world.of(stack);
    for (const [logicalId, { Condition, Properties, Type }] of Object.entries(stack.template.Resources ?? {})) {
      const condition = Condition === undefined || context.condition(Condition);
      if (condition === false) continue;
      const properties = context.resolve(Properties ?? {});
      const id = componentId(stack, logicalId);
      const resource = {
        id,
        name: nameOf(stack, logicalId),
        type: Type,
        logicalId,
        stack,
        properties: isObject(properties) ? properties : {},
      };
      if (isUnknown(condition)) doubtful.push({ resource, why: condition });
      else present.set(id, resource);
    }
  }
  return { present, doubtful, elasticIps: world.elasticIps };
}
