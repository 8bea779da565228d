import type { Stack } from '../../reachability/template/stack';
import type { Language } from '../questions';
import { words } from '../words';
import { flowchartOf } from './diagram';
import { DiagramPlanError } from './plan';
import { diagramPlans } from './plans';

/**
 * The pictures of an exercise with a sentence that says what they are, for its page; the same in every language.
 *
 * @throws DiagramPlanError where a picture does not fit the templates, or the exercise has none
 */
export function diagramBlock(exercise: string, stacks: readonly Stack[], language: Language): string {
  const plans = diagramPlans[exercise] ?? [];
  if (plans.length === 0) throw new DiagramPlanError(`lib/docs/diagram/plans.ts has no picture of ${exercise}`);
  const pictures = plans.map((plan) => {
    const fence = `\`\`\`mermaid\n${flowchartOf(stacks, plan)}\n\`\`\``;
    return plans.length > 1 ? `\`${plan.stacks.join('`, `')}\`:\n\n${fence}` : fence;
  });
  return [words[language].drawn, ...pictures].join('\n\n');
}
