import type { Component, NetworkModel, ResourceShare } from '../reachability/model';

/** A network whose second VPC belongs to another account. */
export interface TwoAccounts {
  /** With everything that the two accounts have to agree on agreed on. */
  readonly model: NetworkModel;
  /** What that is, one sentence each. */
  readonly agreements: readonly string[];
}

const SECOND_ACCOUNT = '222222222222';

/** Hands the second VPC, and what belongs to it, to another account. */
export function inTwoAccounts(model: NetworkModel): TwoAccounts {
  const [, second] = model.vpcs;
  if (second === undefined) return { model, agreements: [] };
  const moved = handOver(model, second.id);
  const agreements: string[] = [];
  const shared: ResourceShare[] = [];
  const accountOf = new Map(componentsOf(moved).map(({ id, account }) => [id, account]));
  const differ = (one: string, other: string): boolean => accountOf.get(one) !== accountOf.get(other);
  const share = (id: string, what: string): void => {
    if (shared.some(({ resourceIds }) => resourceIds.includes(id))) return;
    shared.push({
      id: `share of ${id}`,
      resourceIds: [id],
      principals: [...new Set(accountOf.values())].flatMap((account) => account ?? []),
    });
    agreements.push(`${what} is shared with the other account by RAM`);
  };

  for (const { requesterVpcId, accepterVpcId } of moved.vpcPeeringConnections) {
    if (differ(requesterVpcId, accepterVpcId)) agreements.push('the other account accepts the peering connection');
  }
  for (const { transitGatewayId, resource } of moved.transitGatewayAttachments) {
    if (resource.kind === 'vpc' && differ(transitGatewayId, resource.vpcId))
      share(transitGatewayId, 'the transit gateway');
  }
  for (const { serviceNetworkId, vpcId } of moved.serviceNetworkVpcAssociations) {
    if (differ(serviceNetworkId, vpcId)) share(serviceNetworkId, 'the service network');
  }
  for (const { id, serviceAssociations } of moved.serviceNetworks) {
    for (const { latticeServiceId } of serviceAssociations) {
      if (differ(id, latticeServiceId)) share(latticeServiceId, 'the Lattice service');
    }
  }
  for (const { vpcId, resourceConfigurationId } of moved.vpcEndpoints) {
    if (resourceConfigurationId && differ(resourceConfigurationId, vpcId)) {
      share(resourceConfigurationId, 'the resource configuration');
    }
  }
  const endpointServices = moved.endpointServices.map((service) => {
    const asked = moved.vpcEndpoints.filter(
      ({ id, endpointServiceId }) => endpointServiceId === service.id && differ(id, service.id),
    );
    if (asked.length === 0) return service;
    agreements.push('the endpoint service allows the other account and accepts its endpoint');
    return { ...service, allowedPrincipals: [...service.allowedPrincipals, '*'] };
  });
  return {
    model: { ...moved, endpointServices, resourceShares: [...moved.resourceShares, ...shared] },
    agreements: [...new Set(agreements)],
  };
}

function handOver(model: NetworkModel, vpcId: string): NetworkModel {
  const inVpc = (component: object): boolean => 'vpcId' in component && component.vpcId === vpcId;
  const ids = (components: readonly Component[]) => new Set(components.map(({ id }) => id));
  const loadBalancers = ids(model.loadBalancers.filter(inVpc));
  const targetGroups = ids(model.targetGroups.filter(inVpc));
  const gateways = ids(model.resourceGateways.filter(inVpc));
  const give = <C extends Component>(components: readonly C[], isOfSecond: (component: C) => boolean): readonly C[] =>
    components.map((component) => (isOfSecond(component) ? { ...component, account: SECOND_ACCOUNT } : component));
  return {
    ...model,
    vpcs: give(model.vpcs, ({ id }) => id === vpcId),
    subnets: give(model.subnets, inVpc),
    routeTables: give(model.routeTables, inVpc),
    networkAcls: give(model.networkAcls, inVpc),
    securityGroups: give(model.securityGroups, inVpc),
    networkInterfaces: give(model.networkInterfaces, inVpc),
    internetGateways: give(model.internetGateways, inVpc),
    natGateways: give(model.natGateways, inVpc),
    transitGatewayAttachments: give(
      model.transitGatewayAttachments,
      ({ resource }) => resource.kind === 'vpc' && resource.vpcId === vpcId,
    ),
    loadBalancers: give(model.loadBalancers, inVpc),
    targetGroups: give(model.targetGroups, inVpc),
    vpcEndpoints: give(model.vpcEndpoints, inVpc),
    endpointServices: give(model.endpointServices, ({ networkLoadBalancerIds }) =>
      networkLoadBalancerIds.some((id) => loadBalancers.has(id)),
    ),
    resourceGateways: give(model.resourceGateways, inVpc),
    resourceConfigurations: give(
      model.resourceConfigurations,
      ({ resourceGatewayId }) => resourceGatewayId !== undefined && gateways.has(resourceGatewayId),
    ),
    latticeServices: give(model.latticeServices, ({ listeners }) =>
      listeners.some(({ targetGroupIds }) => targetGroupIds.some((id) => targetGroups.has(id))),
    ),
    serviceNetworkVpcAssociations: give(model.serviceNetworkVpcAssociations, inVpc),
  };
}

const componentsOf = ({ notModelled: _, ...lists }: NetworkModel): readonly Component[] =>
  Object.values(lists).flat() as readonly Component[];
