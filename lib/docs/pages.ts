import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type IdleCost, idleCost } from '../cost';
import type { Exercise } from '../exercises';
import { readStacks } from '../reachability/template/read-stacks';
import type { Stack } from '../reachability/template/stack';
import { maintenanceBlocks } from '../zero-downtime-eks/maintenance-page';
import { table } from './blocks';
import { claimsTable } from './claims-table';
import { diagramBlock } from './diagram/diagram-block';
import { figureBlocks, figurePages } from './figures/blocks';
import { type Added, addedText, dollars, idleCostLine, idleCostTable } from './idle-cost';
import { optionRows, optionsTable } from './options-table';
import { pageIn } from './page-language';
import type { Language } from './questions';

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

/** The Korean pages that exist, as paths from the root of the repository; none before their claims are translated. */
export function koreanPages(): readonly string[] {
  const folder = join(__dirname, '../../docs/ko');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.includes('claims.json') ? files.map((file) => `docs/ko/${file}`) : [];
}

/**
 * The generated blocks of every page that has any: path from the root of the repository -> name of the block -> Markdown.
 *
 * @param app as it is checked in
 * @param korean the Korean pages that are wanted; those of no exercise do not matter
 * @throws UntranslatedError where a Korean page would have to say something in English
 */
export function generatedBlocks(
  exercises: readonly Exercise[],
  app: SynthesizedApp,
  korean: readonly string[] = koreanPages(),
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const languages: readonly Language[] = ['en', 'ko'];
  const stacks = readStacks(app.directory);
  const pages = exercises.flatMap((exercise) =>
    languages.flatMap((language) => {
      const page = pageIn(exercise.page, language);
      return language === 'en' || korean.includes(page)
        ? [[page, blocksOf(exercise, app, stacks, language)] as const]
        : [];
    }),
  );
  const rows = exercises.map((exercise) => [
    `[${exercise.id}](${exercise.page})`,
    exercise.title,
    costsOf(exercise, app)
      .map(({ cost, added }) => `${dollars(cost.monthly)} a month${addedText(added, 'en')}`)
      .join(' or '),
  ]);
  return {
    'README.md': { exercises: table(['exercise', 'task', 'idle cost'], rows) },
    'docs/maintenance.md': maintenanceBlocks(),
    ...figurePages(),
    ...Object.fromEntries(pages),
  };
}

function blocksOf(
  exercise: Exercise,
  app: SynthesizedApp,
  stacks: readonly Stack[],
  language: Language,
): Readonly<Record<string, string>> {
  const costs = costsOf(exercise, app);
  const { connectivity } = exercise;
  return {
    'idle-cost': costs
      .map(({ stackNames, cost, added }) => idleCostLine(stackNames, cost, added, language))
      .join('\n>\n'),
    'idle-cost-table': costs
      .map(({ stackNames, cost }) => {
        const rows = idleCostTable(cost, language);
        return costs.length > 1 ? `\`${stackNames.join('`, `')}\`:\n\n${rows}` : rows;
      })
      .join('\n\n'),
    diagram: diagramBlock(exercise.id, stacks, language),
    claims: claimsTable(exercise.claims, language),
    ...(connectivity ? { options: optionsTable(optionRows(connectivity, app.directory), language) } : {}),
    ...figureBlocks(exercise.id, language),
  };
}

interface Cost {
  readonly stackNames: readonly string[];
  readonly cost: IdleCost;
  /** What an option adds. @default - there are no options */
  readonly added?: Added;
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
    return (answers ?? [own]).map((name) => ({ stackNames: [name], cost: costOf([name]) }));
  }
  const monthly = optionRows(connectivity, app.directory).map((row) => row.monthly);
  const added = { least: Math.min(...monthly), most: Math.max(...monthly) };
  return [{ stackNames: connectivity.base, cost: costOf(connectivity.base), added }];
}
