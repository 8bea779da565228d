import { idleCost } from '../cost';
import type { Exercise } from '../exercises';
import { maintenanceBlocks } from '../zero-downtime-eks/maintenance-page';
import { table } from './blocks';
import { claimsTable } from './claims-table';
import { dollars, idleCostLine, idleCostTable } from './idle-cost';
import { optionRows, optionsTable } from './options-table';

/** A synthesized stack, as far as the pages need it. */
export interface SynthesizedStack {
  readonly stackName: string;
  readonly template: Parameters<typeof idleCost>[0];
}

/** A synthesized app, as far as the pages need it. */
export interface SynthesizedApp {
  /** Folder of the cloud assembly. */
  readonly directory: string;
  readonly stacks: readonly SynthesizedStack[];
}

/**
 * The generated blocks of every page that has any: path from the root of the repository -> name of the block -> Markdown.
 *
 * @param app as it is checked in
 */
export function generatedBlocks(
  exercises: readonly Exercise[],
  app: SynthesizedApp,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const pages = exercises.map((exercise) => [exercise.page, blocksOf(exercise, app)] as const);
  const rows = exercises.map((exercise) => {
    const { cost, more } = costOf(exercise, app);
    return [`[${exercise.id}](${exercise.page})`, exercise.title, `${dollars(cost.monthly)} a month${more}`];
  });
  return {
    'README.md': { exercises: table(['exercise', 'task', 'idle cost'], rows) },
    'docs/maintenance.md': maintenanceBlocks(),
    ...Object.fromEntries(pages),
  };
}

function blocksOf(exercise: Exercise, app: SynthesizedApp): Readonly<Record<string, string>> {
  const { stackNames, cost, more } = costOf(exercise, app);
  const { connectivity } = exercise;
  return {
    'idle-cost': idleCostLine(stackNames, cost, more),
    'idle-cost-table': idleCostTable(cost),
    claims: claimsTable(exercise.claims),
    ...(connectivity ? { options: optionsTable(optionRows(connectivity, app.directory)) } : {}),
  };
}

/** What an exercise costs that is deployed with nothing that is optional. */
function costOf({ id, connectivity }: Exercise, app: SynthesizedApp) {
  // The stack that an exercise always has: `auto-tagging` -> `AutoTagging`.
  const name = id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const stackNames = connectivity?.base ?? [name];
  const resources = stackNames.map((stackName) => {
    const stack = app.stacks.find((candidate) => candidate.stackName === stackName);
    if (stack === undefined) throw new Error(`the app has no stack ${stackName}`);
    return Object.values(stack.template.Resources);
  });
  const cost = idleCost({ Resources: Object.fromEntries(resources.flat().entries()) });
  if (connectivity === undefined) return { stackNames, cost, more: '' };
  const added = optionRows(connectivity, app.directory).map(({ monthly }) => monthly);
  const more = `; an option adds ${dollars(Math.min(...added))} to ${dollars(Math.max(...added))}`;
  return { stackNames, cost, more };
}
