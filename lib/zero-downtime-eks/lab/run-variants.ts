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
  /** Timers were so late that the machine may be to blame for what was lost. */
  readonly late: boolean;
  /** What made it be run again, by itself and at half the speed. @default - it was run once */
  readonly firstRun?: ScenarioResult;
}

export interface RunOptions {
  /** @default DEFAULT_FACTOR */
  readonly factor?: number;
  /** Scenarios at the same time. @default SIDE_BY_SIDE */
  readonly sideBySide?: number;
  readonly progress?: (text: string) => void;
}

/** What two cores bear. */
const SIDE_BY_SIDE = 4;

/**
 * The least that separates right from wrong in the answer is 5 s, between the longest request and the deregistration delay.
 * What was lost in a run whose timers were later than this, scaled, may be the machine's fault.
 */
const MOST_LATE_SECONDS = 5;

/**
 * Share of the requests that a process which got no time in the right moment may lose, though no timer of the lab was late:
 * haproxy and the pods have timers of their own. What is wrong with the answer loses more, and loses it again.
 */
const FEW = 0.02;

/** Scenarios that are run again at most. */
const MOST_REPEATED = 4;

const ANSWER = 'answer';

/** The answer under given conditions. */
export const theAnswer = (conditions: Conditions): Variant => ({ name: ANSWER, conditions, change: (spec) => spec });

/** Variants, and before those of each condition the answer under the same one. */
export function withAnswers(variants: readonly Variant[]): readonly Variant[] {
  const conditions = new Set(variants.map((variant) => variant.conditions));
  return [...conditions].flatMap((one) => [
    theAnswer(one),
    ...variants.filter(({ name, conditions: its }) => its === one && name !== ANSWER),
  ]);
}

/**
 * Runs variants of what the template says, some at a time. What a busy machine has spoilt, or may have, is run again by
 * itself, at half the speed.
 */
export async function runVariants(
  spec: RolloutSpec,
  variants: readonly Variant[],
  { factor = DEFAULT_FACTOR, sideBySide = SIDE_BY_SIDE, progress = () => undefined }: RunOptions = {},
): Promise<readonly VariantResult[]> {
  const shared = await startDatabase();
  try {
    const results: VariantResult[] = [];
    const longFirst = ([, { conditions, factor: own }]: readonly [number, Variant]) =>
      conditions.takesLong === true || own !== undefined ? 0 : 1;
    const waiting = [...variants.entries()].sort((one, other) => longFirst(one) - longFirst(other));
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
    const spoilt = new Set(results.filter((result) => isSpoilt(result, results) || hasLostFew(result)));
    // A machine that has spoilt many would spoil them again.
    if (spoilt.size > MOST_REPEATED) return results;
    for (const [index, result] of results.entries()) {
      if (!spoilt.has(result)) continue;
      const { variant } = result;
      progress(`again, as the machine was busy: ${variant.name}, ${variant.conditions.name}`);
      results[index] = { ...(await run(spec, variant, shared, factor / 2)), firstRun: result };
    }
    return results;
  } finally {
    await shared.close();
  }
}

/**
 * Whether a result says nothing: it is late, and it surprises, or the answer beside it lost something too. Where the answer
 * loses nothing on the same busy machine, it is not the machine.
 */
export function isSpoilt(result: VariantResult, all: readonly VariantResult[]): boolean {
  const control = all.find(({ name, conditions }) => name === ANSWER && conditions === result.conditions);
  return result.late && !(result.asExpected && control?.asExpected !== false);
}

/** Whether what should lose nothing has lost so few that it may be the machine. */
export function hasLostFew({ variant, requests, failed, halfDone, wholeGrace, stuck }: VariantResult): boolean {
  const lost = Math.max(failed, halfDone);
  return variant.loses === undefined && lost > 0 && lost <= FEW * requests && wholeGrace === 0 && stuck.length === 0;
}

/** Whether timers were so late that the machine may be to blame for what was lost. */
export const isLate = ({ lateSeconds }: ScenarioResult, factor: number): boolean =>
  lateSeconds > MOST_LATE_SECONDS / factor;

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
      late: isLate(result, usedFactor),
    };
  } finally {
    await own?.close();
  }
}
