import { edits } from '../endpoint/unknown';
import { InputError } from '../input-error';
import { dependsOn } from './order';
import type { Stack } from './stack';

/**
 * Some stacks of a folder, with those that they depend on and the nested ones, as `cdk deploy` would take them; in their
 * order.
 *
 * @param names of stacks; `*` stands for any characters
 * @throws InputError where no stack is called so
 */
export function chosenStacks(stacks: readonly Stack[], names: readonly string[]): readonly Stack[] {
  const top = stacks.filter(({ parent }) => parent === undefined);
  const chosen = new Set<Stack>();
  const choose = (stack: Stack): void => {
    if (chosen.has(stack)) return;
    chosen.add(stack);
    for (const nested of stacks.filter(({ parent }) => parent?.stack.id === stack.id)) choose(nested);
    for (const other of top) if (dependsOn(stack, other)) choose(other);
  };
  for (const name of names) {
    const called = top.filter(({ id, stackName, artifact }) =>
      [id, stackName, artifact].some((one) => fits(name, one)),
    );
    if (called.length === 0) throw unknownStack(name, top);
    called.forEach(choose);
  }
  return stacks.filter((stack) => chosen.has(stack));
}

/** Stacks that a message names. */
const NAMES = 6;

function unknownStack(name: string, stacks: readonly Stack[]): InputError {
  const byLikeness = stacks.map(({ id }) => id).sort((one, other) => edits(one, name) - edits(other, name));
  const more = byLikeness.length > NAMES ? ` and ${byLikeness.length - NAMES} more` : '';
  return new InputError(`no stack is called ${name}; there is ${byLikeness.slice(0, NAMES).join(', ')}${more}`);
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
