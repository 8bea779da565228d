import type { InterfaceOwner, NetworkModel, NotModelled } from '../model';

/** Lists that hold the owners of interfaces that AWS keeps. */
const OWNERS = {
  'nat-gateway': 'natGateways',
  'load-balancer': 'loadBalancers',
  'vpc-endpoint': 'vpcEndpoints',
  'transit-gateway-attachment': 'transitGatewayAttachments',
  'resource-gateway': 'resourceGateways',
} as const satisfies Partial<Record<InterfaceOwner['kind'], keyof NetworkModel>>;

/** What the answers mention and do not hold, as it belongs to an account or a Region that was not asked. */
export function readUnseen(model: NetworkModel): readonly NotModelled[] {
  const ids = (list: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(list.map(({ id }) => id));
  const vpcs = ids(model.vpcs);
  const peerings = model.vpcPeeringConnections.flatMap(({ id, requesterVpcId, accepterVpcId }) =>
    [requesterVpcId, accepterVpcId]
      .filter((vpcId) => !vpcs.has(vpcId))
      .map((vpcId) => note(id, 'VpcPeeringConnection', `${vpcId} is not in the input`)),
  );
  const routed = new Set(model.transitGatewayRouteTables.map(({ transitGatewayId }) => transitGatewayId));
  const attachments = model.transitGatewayAttachments.flatMap(({ id, transitGatewayId, resource }) => [
    ...(routed.has(transitGatewayId)
      ? []
      : [note(id, 'TransitGatewayAttachment', `the route tables of ${transitGatewayId} are not in the input`)]),
    ...(resource.kind === 'vpc' && !vpcs.has(resource.vpcId)
      ? [note(id, 'TransitGatewayAttachment', `${resource.vpcId} is not in the input`)]
      : []),
  ]);
  const owners = new Map(Object.entries(OWNERS).map(([kind, list]) => [kind, ids(model[list])]));
  const interfaces = model.networkInterfaces
    .filter(({ owner }) => owners.get(owner.kind)?.has(owner.id) === false)
    .map(({ id, owner }) => note(id, 'NetworkInterface', `${owner.kind} ${owner.id} is not in the input`));
  return [...peerings, ...attachments, ...interfaces];
}

function note(id: string, type: string, reason: string): NotModelled {
  return { id, type, reason, touches: [id] };
}
