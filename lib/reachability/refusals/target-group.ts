import { contains, isPublicAddress, parseAddress, parseCidr } from '../ipv4';
import type { LoadBalancer, NetworkModel, Target, TargetGroup } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html';

/** Public addresses and load balancers without the port as targets, and target groups of two load balancers. */
export function targetGroupRefusals({ targetGroups, loadBalancers, vpcs }: NetworkModel): readonly Refusal[] {
  const balancers = new Map(loadBalancers.map((balancer) => [balancer.id, balancer]));
  const blocks = new Map(vpcs.map(({ id, cidrBlocks }) => [id, cidrBlocks]));
  const refuse = (component: string, reason: string): Refusal => ({
    component,
    type: 'target-group',
    reason,
    link: LINK,
  });
  const ofTargets = targetGroups.flatMap((group) =>
    group.targets.flatMap((target) => {
      const reason = refused(group, target, blocks, balancers);
      return reason === undefined ? [] : [refuse(target.id ?? group.id, reason)];
    }),
  );
  const uses = loadBalancers.flatMap(({ id, listeners }) =>
    [...new Set(listeners.flatMap(({ targetGroupIds }) => targetGroupIds))].map((groupId) => ({ id, groupId })),
  );
  const second = repeated(uses, ({ groupId }) => groupId).map(({ id, groupId }) =>
    refuse(groupId, `it is of another load balancer and cannot be of ${id} too`),
  );
  return [...ofTargets, ...second];
}

function refused(
  { vpcId }: TargetGroup,
  { to, port }: Target,
  blocks: ReadonlyMap<string, readonly string[]>,
  balancers: ReadonlyMap<string, LoadBalancer>,
): string | undefined {
  if ('ip' in to) {
    const address = parseAddress(to.ip);
    const isInVpc = (blocks.get(vpcId ?? '') ?? []).some((cidr) => contains(parseCidr(cidr), address));
    return isPublicAddress(address) && !isInVpc ? `a target cannot have the public address ${to.ip}` : undefined;
  }
  const listeners = 'loadBalancerId' in to ? balancers.get(to.loadBalancerId)?.listeners : undefined;
  if (!listeners || listeners.some((listener) => listener.port === port)) return undefined;
  return `the target load balancer has no listener on port ${port}`;
}
