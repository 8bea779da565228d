import { contains, isPublicAddress } from '../ipv4';
import type { RouteTarget } from '../model';
import type { Network } from '../network';
import type { Position, State } from './position';

/** The targets that a route for a packet could have with what the VPC already holds. */
export function candidateTargets(
  network: Network,
  { packet: { destination } }: State,
  { subnet: { vpcId }, origin, networkInterface }: Extract<Position, { readonly kind: 'subnet' }>,
): readonly RouteTarget[] {
  const targets: RouteTarget[] = [];
  const outside = isPublicAddress(destination);
  if (origin === 'interface') {
    for (const { id, requesterVpcId, accepterVpcId } of network.peeringsByVpc.get(vpcId) ?? []) {
      const other = requesterVpcId === vpcId ? accepterVpcId : requesterVpcId;
      if (network.inVpc(other, destination)) targets.push({ kind: 'vpc-peering-connection', id });
    }
    for (const { id, prefixListId } of network.gatewayEndpointsByVpc.get(vpcId) ?? []) {
      const ranges = prefixListId === undefined ? [] : network.prefixLists.ranges(prefixListId);
      if (ranges?.some((range) => contains(range, destination))) targets.push({ kind: 'vpc-endpoint', id });
    }
  }
  for (const { transitGatewayId: id } of network.attachmentsByVpc.get(vpcId) ?? []) {
    targets.push({ kind: 'transit-gateway', id });
  }
  for (const { id, connectivityType, networkInterfaceId } of network.natGatewaysByVpc.get(vpcId) ?? []) {
    const fits = networkInterface?.id !== networkInterfaceId && (connectivityType === 'public') === outside;
    if (fits) targets.push({ kind: 'nat-gateway', id });
  }
  const internetGateway = network.internetGatewayByVpc.get(vpcId);
  if (internetGateway && outside && origin === 'interface') {
    targets.push({ kind: 'internet-gateway', id: internetGateway.id });
  }
  return targets;
}
