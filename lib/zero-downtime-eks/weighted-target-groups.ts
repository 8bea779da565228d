import { onlyOne, type Resources } from './assembly-resources';

interface Forward {
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly { readonly TargetGroupArn: { readonly Ref: string }; readonly Weight: number }[];
  };
}

/**
 * Logical ids of the target groups that the listener divides requests among: that which has all of them first.
 *
 * @throws Error unless there are two, one with the weight 100 and one with 0
 */
export function weightedTargetGroups(resources: Resources): readonly [stable: string, canary: string] {
  const [id, { Properties = {} }] = onlyOne(resources, 'AWS::ElasticLoadBalancingV2::Listener');
  const [action] = Properties.DefaultActions as readonly Forward[];
  const groups = action?.ForwardConfig?.TargetGroups ?? [];
  const withWeight = (weight: number): string | undefined =>
    groups.find(({ Weight }) => Weight === weight)?.TargetGroupArn.Ref;
  const [stable, canary] = [withWeight(100), withWeight(0)];
  if (groups.length === 2 && stable !== undefined && canary !== undefined) return [stable, canary];
  throw new Error(`${id} does not send everything to one of two target groups: ${JSON.stringify(groups)}`);
}
