import type { NetworkModel } from '../model';
import { shortNames } from './short-names';

/** What lies between VPCs. */
export interface Connection {
  readonly id: string;
  /** A name, and below it what it is. */
  readonly label: readonly string[];
  /** Of what belongs to it alone. */
  readonly parts?: readonly string[];
  /** VPCs or other connections that it joins, and the ids of what joins them where that serves nothing else. */
  readonly joins: readonly { readonly component: string; readonly ids: readonly string[] }[];
}

/** Transit gateways, peerings, endpoint services, resource configurations and Lattice, with what they join. */
export function connections(model: NetworkModel): readonly Connection[] {
  const nameOf = shortNames(model);
  const labelled = (kind: string, id: string) => ({ id, label: [nameOf(id), kind] });
  const vpcOf = new Map<string, string>();
  for (const { id, vpcId } of [...model.loadBalancers, ...model.resourceGateways, ...model.vpcEndpoints]) {
    vpcOf.set(id, vpcId);
  }
  const to = (component: string | undefined, ...ids: readonly string[]) =>
    component === undefined ? [] : [{ component, ids }];
  const endpoints = (matches: (endpoint: NetworkModel['vpcEndpoints'][number]) => boolean) =>
    model.vpcEndpoints.filter(matches).flatMap(({ id, vpcId }) => to(vpcId, id));
  return [
    ...model.transitGateways.map(({ id }) => {
      const attachments = model.transitGatewayAttachments.filter(({ transitGatewayId }) => transitGatewayId === id);
      const routeTables = model.transitGatewayRouteTables.filter(({ transitGatewayId }) => transitGatewayId === id);
      return {
        ...labelled('transit gateway', id),
        parts: [...attachments, ...routeTables].map((part) => part.id),
        joins: attachments.flatMap(({ id: attachment, resource }) =>
          to(resource.kind === 'vpc' ? resource.vpcId : undefined, attachment),
        ),
      };
    }),
    ...model.vpcPeeringConnections.map(({ id, requesterVpcId, accepterVpcId }) => ({
      ...labelled('VPC peering connection', id),
      joins: [...to(requesterVpcId), ...to(accepterVpcId)],
    })),
    ...model.endpointServices.map(({ id, networkLoadBalancerIds }) => ({
      ...labelled('endpoint service', id),
      joins: [
        ...networkLoadBalancerIds.flatMap((balancer) => to(vpcOf.get(balancer))),
        ...endpoints(({ endpointServiceId }) => endpointServiceId === id),
      ],
    })),
    ...model.resourceConfigurations.map(({ id, resourceGatewayId }) => ({
      ...labelled('resource configuration', id),
      joins: [
        ...to(vpcOf.get(resourceGatewayId ?? ''), ...(resourceGatewayId === undefined ? [] : [resourceGatewayId])),
        ...endpoints(({ resourceConfigurationId }) => resourceConfigurationId === id),
      ],
    })),
    ...model.serviceNetworks.map(({ id, serviceAssociations }) => ({
      ...labelled('service network', id),
      joins: [
        ...model.serviceNetworkVpcAssociations
          .filter(({ serviceNetworkId }) => serviceNetworkId === id)
          .flatMap(({ id: association, vpcId }) => to(vpcId, association)),
        ...endpoints(({ serviceNetworkId }) => serviceNetworkId === id),
        ...serviceAssociations.flatMap((association) => to(association.latticeServiceId, association.latticeServiceId)),
      ],
    })),
    ...model.latticeServices.map(({ id, listeners }) => {
      const groups = new Set(listeners.flatMap(({ targetGroupIds }) => targetGroupIds));
      const served = model.targetGroups.filter((group) => groups.has(group.id));
      return {
        ...labelled('Lattice service', id),
        joins: served.flatMap(({ id: group, vpcId }) => to(vpcId, group)),
      };
    }),
  ];
}
