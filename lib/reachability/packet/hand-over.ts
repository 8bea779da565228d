import type { NetworkInterface, Target } from '../model';
import type { Network } from '../network';
import type { Evaluate } from './component';
import { openedBy } from './openings';
import { all, type Outcome, refusedBy } from './outcome';
import type { State } from './position';
import { interfaceOf, isSameInstance, type Serving, toTarget } from './targets';

/**
 * A connection that keeps the address of the client: the target's security groups and network ACL see it, and the reply
 * returns by the load balancer. Nobody can reach himself that way.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function handOver(
  network: Network,
  state: State,
  { node, loadBalancer, group }: Serving,
  target: Target,
  evaluate: Evaluate,
): Outcome {
  const { packet, flow } = state;
  const { opener } = flow;
  const found = interfaceOf(network, node.vpcId, target);
  /** Without it the target sees the load balancer, which may be in the way of something else. */
  const disabled = (reason: string): Outcome => {
    const change = 'disable client IP preservation';
    const byNode = toTarget(network, target, packet.protocol, flow.depth, evaluate, node.vpcId, (aim) =>
      openedBy(network, node, aim),
    );
    return all([refusedBy({ component: group.id, type: 'target-group', reason, change }), byNode]);
  };
  if (typeof opener === 'object' && found && (found === opener || isSameInstance(found, opener))) {
    return disabled('a target cannot reach itself through the load balancer while client IP addresses are preserved');
  }
  if (found && answersAlone(network, found)) {
    return disabled(`${found.id} loses connections that preserve the client IP address`);
  }
  return toTarget(network, target, packet.protocol, flow.depth, evaluate, node.vpcId, (aim) => {
    const opened = openedBy(network, node, aim, packet.source);
    const sender = loadBalancer.securityGroupIds === undefined ? undefined : node;
    const sent = { ...opened.packet, sourcePorts: packet.sourcePorts, sender };
    return { ...opened, packet: sent, flow: { ...opened.flow, sent, through: { node, targetGroupId: group.id } } };
  });
}

// Interfaces of PrivateLink and of other Network Load Balancers answer to nobody else's address.
function answersAlone(network: Network, networkInterface: NetworkInterface): boolean {
  const kind = network.loadBalancerOf(networkInterface)?.kind;
  return networkInterface.owner.kind === 'vpc-endpoint' || kind === 'network';
}
