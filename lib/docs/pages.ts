import { idleCost } from '../cost';
import type { Exercise } from '../exercises';
import { table } from './blocks';
import { claimsTable } from './claims-table';
import { dollars, idleCostLine, idleCostTable } from './idle-cost';

/** A synthesized stack, as far as the pages need it. */
export interface SynthesizedStack {
  readonly stackName: string;
  readonly template: Parameters<typeof idleCost>[0];
}

/**
 * The generated blocks of every page that has any: path from the root of the repository -> name of the block -> Markdown.
 *
 * @param stacks of the app as it is checked in
 */
export function generatedBlocks(
  exercises: readonly Exercise[],
  stacks: readonly SynthesizedStack[],
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const pages = exercises.map((exercise) => {
    const stack = stackOf(exercise, stacks);
    const cost = idleCost(stack.template);
    const blocks = {
      'idle-cost': idleCostLine(stack.stackName, cost),
      'idle-cost-table': idleCostTable(cost),
      claims: claimsTable(exercise.claims),
    };
    return [exercise.page, blocks] as const;
  });
  const rows = exercises.map((exercise) => {
    const { monthly } = idleCost(stackOf(exercise, stacks).template);
    return [`[${exercise.id}](${exercise.page})`, exercise.title, `${dollars(monthly)} a month`];
  });
  return { 'README.md': { exercises: table(['exercise', 'task', 'idle cost'], rows) }, ...Object.fromEntries(pages) };
}

/** The stack that an exercise always has: `auto-tagging` -> `AutoTagging`. */
function stackOf({ id }: Exercise, stacks: readonly SynthesizedStack[]): SynthesizedStack {
  const name = id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const stack = stacks.find(({ stackName }) => stackName === name);
  if (stack === undefined) throw new Error(`the app has no stack ${name}`);
  return stack;
}
