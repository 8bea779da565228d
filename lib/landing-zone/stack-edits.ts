import type { Stack, TemplateResource } from '../reachability/template/stack';

/** The stack without one resource. @param path of the construct, without the stack. @throws Error where it has none */
export function without(stack: Stack, path: string): Stack {
  const { [logicalIdOf(stack, path)]: _, ...rest } = stack.template.Resources ?? {};
  return { ...stack, template: { ...stack.template, Resources: rest } };
}

/** The stack with some properties of a resource replaced. @throws Error where it has no such resource */
export function withProperties(stack: Stack, path: string, properties: Readonly<Record<string, unknown>>): Stack {
  const logicalId = logicalIdOf(stack, path);
  const { Resources = {} } = stack.template;
  const resource = Resources[logicalId] as TemplateResource;
  const changed = { ...resource, Properties: { ...resource.Properties, ...properties } };
  return { ...stack, template: { ...stack.template, Resources: { ...Resources, [logicalId]: changed } } };
}

/** Properties of a resource as they stand in the template. @throws Error where there is no such resource */
export function propertiesOf(stack: Stack, path: string): Readonly<Record<string, unknown>> {
  return stack.template.Resources?.[logicalIdOf(stack, path)]?.Properties ?? {};
}

function logicalIdOf({ paths, template, stackName }: Stack, path: string): string {
  const [found] = [...paths].filter(([id, one]) => one === `${stackName}/${path}` && template.Resources?.[id]);
  if (!found) throw new Error(`${stackName} has no ${path}`);
  return found[0];
}
