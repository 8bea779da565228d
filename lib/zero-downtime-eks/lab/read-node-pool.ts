import type { IntOrPercent } from './quantities';
import type { StackArtifacts } from './template';

interface NodePoolSpec {
  readonly disruption?: {
    readonly budgets?: readonly {
      readonly nodes: string;
      readonly schedule?: string;
      readonly reasons?: readonly string[];
    }[];
  };
}

/** What Karpenter does without a budget. https://karpenter.sh/docs/concepts/disruption/#nodepool-disruption-budgets */
const DEFAULT_BUDGET = '10%';

/**
 * How many nodes Karpenter may replace at a time because they drifted: of several budgets the one that allows the fewest
 * counts. Those with a schedule come and go, and are left out.
 */
export function readNodePool({ manifests }: StackArtifacts): readonly IntOrPercent[] {
  const pools = manifests.filter(({ kind }) => kind === 'NodePool').map(({ spec }) => spec as NodePoolSpec);
  const budgets = pools
    .flatMap(({ disruption }) => disruption?.budgets ?? [])
    .filter(({ schedule, reasons }) => schedule === undefined && (reasons === undefined || reasons.includes('Drifted')))
    .map(({ nodes }) => (nodes.endsWith('%') ? nodes : Number(nodes)));
  return budgets.length > 0 ? budgets : [DEFAULT_BUDGET];
}
