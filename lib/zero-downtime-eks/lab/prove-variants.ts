import type { ProofContext, Verdict } from '../../proof/claim';
import { summary, surprises, unsteady } from './describe';
import { readRolloutSpec } from './rollout-spec';
import { isSpoilt, type RunOptions, runVariants, type VariantResult } from './run-variants';
import { missingRequirements } from './runtime/requirements';
import { DEFAULT_FACTOR } from './scale';
import type { Variant } from './variant';

/**
 * Runs variants of what the template says, and holds where each comes out as it should. Skipped with the reason where this
 * machine lacks something, or is too busy to be believed.
 */
export async function proveVariants(
  { assembly, progress }: ProofContext,
  variants: readonly Variant[],
  figures: (results: readonly VariantResult[]) => Verdict['figures'] = eachByItself,
  options: RunOptions = {},
): Promise<Verdict> {
  const missing = missingRequirements();
  if (missing !== undefined) return { holds: false, skipped: missing, figures: {}, notes: [] };
  const spec = readRolloutSpec(assembly);
  const results = await runVariants(spec, variants, { progress, ...options });
  const late = unsteady(results);
  const wrong = surprises(results.filter((result) => !isSpoilt(result, results)));
  const { factor = DEFAULT_FACTOR } = options;
  return {
    holds: wrong.length === 0 && late.length === 0,
    ...(wrong.length === 0 && late.length > 0 && { skipped: `this machine is too busy: ${late.join('; ')}` }),
    figures: { ...figures(results), 'seconds of the manifests in one of the lab': factor },
    notes: [...wrong, ...late],
  };
}

function eachByItself(results: readonly VariantResult[]): Verdict['figures'] {
  return Object.fromEntries(results.map((result) => [`${result.name}, ${result.conditions}`, summary(result)]));
}
