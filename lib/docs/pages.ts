import { type IdleCost, idleCost } from '../cost';
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
  const rows = exercises.map((exercise) => [
    `[${exercise.id}](${exercise.page})`,
    exercise.title,
    costsOf(exercise, app)
      .map(({ cost, more }) => `${dollars(cost.monthly)} a month${more}`)
      .join(' or '),
  ]);
  return {
    'README.md': { exercises: table(['exercise', 'task', 'idle cost'], rows) },
    'docs/maintenance.md': maintenanceBlocks(),
    ...Object.fromEntries(pages),
  };
}

function blocksOf(exercise: Exercise, app: SynthesizedApp): Readonly<Record<string, string>> {
  const costs = costsOf(exercise, app);
  const { connectivity } = exercise;
  return {
    'idle-cost': costs.map(({ stackNames, cost, more }) => idleCostLine(stackNames, cost, more)).join('\n>\n'),
    'idle-cost-table': costs
      .map(({ stackNames, cost }) =>
        costs.length > 1 ? `\`${stackNames.join('`, `')}\`:\n\n${idleCostTable(cost)}` : idleCostTable(cost),
      )
      .join('\n\n'),
    claims: claimsTable(exercise.claims),
    ...(connectivity ? { options: optionsTable(optionRows(connectivity, app.directory)) } : {}),
  };
}

interface Cost {
  readonly stackNames: readonly string[];
  readonly cost: IdleCost;
  /** What an option adds. */
  readonly more: string;
}

/** What each answer of an exercise costs that is deployed with nothing that is optional. */
function costsOf({ id, answers, connectivity }: Exercise, app: SynthesizedApp): readonly Cost[] {
  const costOf = (stackNames: readonly string[]): IdleCost => {
    const resources = stackNames.map((stackName) => {
      const stack = app.stacks.find((candidate) => candidate.stackName === stackName);
      if (stack === undefined) throw new Error(`the app has no stack ${stackName}`);
      return Object.values(stack.template.Resources);
    });
    return idleCost({ Resources: Object.fromEntries(resources.flat().entries()) });
  };
  if (connectivity === undefined) {
    const own = id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    return (answers ?? [own]).map((name) => ({ stackNames: [name], cost: costOf([name]), more: '' }));
  }
  const added = optionRows(connectivity, app.directory).map(({ monthly }) => monthly);
  const more = `; an option adds ${dollars(Math.min(...added))} to ${dollars(Math.max(...added))}`;
  return [{ stackNames: connectivity.base, cost: costOf(connectivity.base), more }];
}
