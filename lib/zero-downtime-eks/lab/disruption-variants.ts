import { clusterUpgrade, nodeDrain, scaleIn, spotNotice } from './disruptions';
import type { RolloutSpec } from './rollout-spec';
import type { Conditions, Variant } from './variant';

/** Where pods come next the image is not yet. */
const assumptions = { imagePullSeconds: 20 } as const;

const DRAIN: Conditions = { name: 'a node is drained', script: nodeDrain, assumptions };

/** What happens to nodes, apart from releases. */
export const disruptions: readonly Conditions[] = [
  DRAIN,
  { name: 'scale-in of pods and nodes', script: scaleIn, assumptions },
  { name: 'a Spot Instance is taken away', script: spotNotice, assumptions },
  { name: 'the cluster is upgraded', script: clusterUpgrade, assumptions },
];

const withoutBudgets = ({ budget: _, ...spec }: RolloutSpec): RolloutSpec => ({
  ...spec,
  disruptedNodes: ['100%'],
  pod: { ...spec.pod, topologySpread: [] },
});

/** The same disruptions where nothing limits them. */
export const disruptionVariants: readonly Variant[] = [
  ...disruptions.map(
    (conditions): Variant => ({
      name: 'no budgets, no topology spread',
      conditions,
      change: withoutBudgets,
      loses: 'failed requests',
    }),
  ),
  {
    name: 'one replica',
    conditions: DRAIN,
    change: (spec) => ({ ...spec, deployment: { ...spec.deployment, replicas: 1 } }),
    loses: 'failed requests',
  },
  {
    name: 'a budget that allows nothing',
    conditions: DRAIN,
    change: (spec) => ({ ...spec, budget: { minAvailable: '100%', unhealthyPodEvictionPolicy: 'IfHealthyBudget' } }),
    loses: 'stuck',
  },
];
