import { losses, type ScenarioResult } from './result';
import type { RolloutSpec } from './rollout-spec';
import { type DatabaseServer, startDatabase } from './runtime/database';
import { DEFAULT_FACTOR } from './scale';
import { runScenario } from './scenario';
import type { Conditions, Variant } from './variant';

/** A scenario that was run, and whether it came out as it should. */
export interface VariantResult extends ScenarioResult {
  readonly conditions: string;
  readonly variant: Variant;
  /** It lost what it was expected to lose, or nothing where nothing was expected. */
  readonly asExpected: boolean;
  /** The machine was too busy for any verdict. */
  readonly unsteady: boolean;
}

export interface RunOptions {
  /** @default DEFAULT_FACTOR */
  readonly factor?: number;
  /** Scenarios at the same time. @default SIDE_BY_SIDE */
  readonly sideBySide?: number;
  readonly progress?: (text: string) => void;
}

/** What two cores bear. */
const SIDE_BY_SIDE = 5;

/**
 * The least that separates right from wrong in the answer is some seconds, which scaled are a quarter of one. A run in which
 * timers were later than this, times the factor, says nothing about the answer.
 */
const MOST_LATE_SECONDS = 4;

const ANSWER = 'answer';

/** The answer under given conditions. */
export const theAnswer = (conditions: Conditions): Variant => ({ name: ANSWER, conditions, change: (spec) => spec });

/** Variants, and before those of each condition the answer under the same one. */
export function withAnswers(variants: readonly Variant[]): readonly Variant[] {
  const conditions = new Set(variants.map((variant) => variant.conditions));
  return [...conditions].flatMap((one) => [
    theAnswer(one),
    ...variants.filter((variant) => variant.conditions === one),
  ]);
}

/**
 * Runs variants of what the template says, some at a time. What a busy machine has spoilt is run again by itself, at half
 * the speed.
 */
export async function runVariants(
  spec: RolloutSpec,
  variants: readonly Variant[],
  { factor = DEFAULT_FACTOR, sideBySide = SIDE_BY_SIDE, progress = () => undefined }: RunOptions = {},
): Promise<readonly VariantResult[]> {
  const shared = await startDatabase();
  try {
    const results: VariantResult[] = [];
    const waiting = [...variants.entries()];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, variant] = next;
        results[index] = await run(spec, variant, shared, factor);
        progress(
          `${results.filter(Boolean).length} of ${variants.length}: ${variant.name}, ${variant.conditions.name}`,
        );
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
    for (const [index, { unsteady, variant }] of results.entries()) {
      if (!unsteady) continue;
      progress(`again, as the machine was busy: ${variant.name}, ${variant.conditions.name}`);
      results[index] = await run(spec, variant, shared, factor / 2);
    }
    return results;
  } finally {
    await shared.close();
  }
}

async function run(
  spec: RolloutSpec,
  variant: Variant,
  shared: DatabaseServer,
  factor: number,
): Promise<VariantResult> {
  const { conditions, change, loses, files, environment } = variant;
  const own = conditions.ownDatabaseServer ? await startDatabase() : undefined;
  const usedFactor = Math.min(factor, conditions.factor ?? factor, variant.factor ?? factor);
  try {
    const result = await runScenario({
      name: variant.name,
      spec: change(conditions.image?.(spec) ?? spec),
      script: conditions.script,
      databaseServer: own ?? shared,
      factor: usedFactor,
      ...(conditions.assumptions && { assumptions: conditions.assumptions }),
      ...(conditions.traffic && { traffic: conditions.traffic }),
      ...(files && { files }),
      ...(environment && { environment }),
    });
    const found = losses(result);
    return {
      ...result,
      conditions: conditions.name,
      variant,
      asExpected: loses === undefined ? found.length === 0 : found.includes(loses),
      unsteady: result.lateSeconds > MOST_LATE_SECONDS / usedFactor,
    };
  } finally {
    await own?.close();
  }
}
