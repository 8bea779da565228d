import { isRecord } from './json-file';
import type { Stack } from './stack';

/**
 * The stacks, each after those that it depends on and otherwise as given. Addresses are assigned in this order, so that a
 * stack on top of others leaves theirs as they are.
 */
export function inDeploymentOrder<S extends Stack>(stacks: readonly S[]): readonly S[] {
  const ordered = new Set<S>();
  const visiting = new Set<S>();
  const visit = (stack: S): void => {
    if (ordered.has(stack) || visiting.has(stack)) return;
    visiting.add(stack);
    for (const other of stacks) if (dependsOn(stack, other)) visit(other);
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack);
  return [...ordered];
}

/** Whether one stack has to be deployed before the other, since that names it or reads its outputs. */
export function dependsOn(stack: Stack, other: Stack): boolean {
  if (stack === other) return false;
  if (stack.dependencies.includes(other.artifact)) return true;
  const { imports, outputsOf } = importsOf(stack);
  if (outputsOf.has(other.stackName)) return true;
  return Object.values(other.template.Outputs ?? {}).some(({ Export }) => imports.has(String(Export?.Name)));
}

interface Imports {
  /** Names of exports. */
  readonly imports: ReadonlySet<string>;
  /** Names of stacks whose outputs are read. */
  readonly outputsOf: ReadonlySet<string>;
}

const known = new WeakMap<Stack, Imports>();

function importsOf(stack: Stack): Imports {
  const imports = new Set<string>();
  const outputsOf = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isRecord(node)) return;
    if (typeof node['Fn::ImportValue'] === 'string') imports.add(node['Fn::ImportValue']);
    const read = node['Fn::GetStackOutput'];
    if (isRecord(read) && typeof read.StackName === 'string') outputsOf.add(read.StackName);
    Object.values(node).forEach(walk);
  };
  const found = known.get(stack);
  if (found) return found;
  walk(stack.template);
  known.set(stack, { imports, outputsOf });
  return { imports, outputsOf };
}
