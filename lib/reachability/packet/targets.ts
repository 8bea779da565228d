import { parseAddress } from '../ipv4';
import type { LoadBalancer, NetworkInterface, Target, TargetGroup } from '../model';
import type { Network } from '../network';
import type { Question } from '../verdict';
import { type Evaluate, reach } from './component';
import type { Aim } from './openings';
import type { Outcome } from './outcome';
import type { State } from './position';

/** A target group behind an interface of a load balancer. */
export interface Serving {
  readonly loadBalancer: LoadBalancer;
  readonly node: NetworkInterface;
  readonly group: TargetGroup;
}

/** A connection to a target. */
export function toTarget(
  network: Network,
  target: Target,
  protocol: Question['protocol'],
  depth: number,
  evaluate: Evaluate,
  vpcId: string,
  open: (aim: Aim) => State,
): Outcome {
  const aim = { protocol, port: target.port, depth: depth + 1 };
  if ('ip' in target.to) return evaluate.of(network, open({ ...aim, destination: parseAddress(target.to.ip) }));
  const componentId = 'loadBalancerId' in target.to ? target.to.loadBalancerId : target.to.networkInterfaceId;
  return reach(network, componentId, { ...aim, open, vpcId }, evaluate);
}

/** Whether an interface of a load balancer may choose a target: its zone has to be enabled, and its own without cross-zone. */
export function isEligible(network: Network, { loadBalancer, node, group }: Serving, target: Target): boolean {
  if ('loadBalancerId' in target.to) return true;
  const zone = zoneOf(network, node.vpcId, target);
  const enabled = loadBalancer.networkInterfaceIds.some((id) => {
    const each = network.networkInterfaces.get(id);
    return each !== undefined && network.subnets.get(each.subnetId)?.availabilityZone === zone;
  });
  if (zone === 'all' || !enabled) return zone === 'all';
  return (group.crossZone ?? loadBalancer.crossZone) || network.subnets.get(node.subnetId)?.availabilityZone === zone;
}

function zoneOf(network: Network, vpcId: string, target: Target): string {
  const found = interfaceOf(network, vpcId, target);
  const zone = found && network.subnets.get(found.subnetId)?.availabilityZone;
  return zone ?? target.availabilityZone ?? 'all';
}

/** The interface that a target is, as the VPC of the load balancer sees it. */
export function interfaceOf(network: Network, vpcId: string, { to }: Target): NetworkInterface | undefined {
  if ('ip' in to) return network.interfaceIn(vpcId, parseAddress(to.ip));
  return 'networkInterfaceId' in to ? network.networkInterfaces.get(to.networkInterfaceId) : undefined;
}

/** Whether two interfaces are of one instance. */
export const isSameInstance = (one: NetworkInterface, other: NetworkInterface): boolean =>
  one.owner.kind === 'instance' && one.owner.id === other.owner.id;

/** How a target is told. */
export const name = ({ to, port }: Target): string => `${Object.values(to).join()}:${port}`;
