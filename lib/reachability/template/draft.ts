import type { NetworkModel, NotModelled } from '../model';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A component of a list of the model while it is built. */
export type DraftOf<K extends ListName> = Mutable<NetworkModel[K][number]>;

type ListName = Exclude<keyof NetworkModel, 'notModelled'>;

/** A model while it is built: its lists by id, in the order of insertion. */
export type Draft = { readonly [K in ListName]: Map<string, DraftOf<K>> } & { readonly notModelled: NotModelled[] };

/** An empty draft. */
export function createDraft(): Draft {
  return {
    vpcs: new Map(),
    subnets: new Map(),
    routeTables: new Map(),
    networkAcls: new Map(),
    securityGroups: new Map(),
    prefixLists: new Map(),
    networkInterfaces: new Map(),
    internetGateways: new Map(),
    natGateways: new Map(),
    vpcPeeringConnections: new Map(),
    transitGateways: new Map(),
    transitGatewayAttachments: new Map(),
    transitGatewayRouteTables: new Map(),
    loadBalancers: new Map(),
    targetGroups: new Map(),
    vpcEndpoints: new Map(),
    endpointServices: new Map(),
    resourceGateways: new Map(),
    resourceConfigurations: new Map(),
    serviceNetworks: new Map(),
    serviceNetworkVpcAssociations: new Map(),
    latticeServices: new Map(),
    resourceShares: new Map(),
    notModelled: [],
  };
}

/** The model that a draft has become. */
export function toModel(draft: Draft): NetworkModel {
  return {
    vpcs: [...draft.vpcs.values()],
    subnets: [...draft.subnets.values()],
    routeTables: [...draft.routeTables.values()],
    networkAcls: [...draft.networkAcls.values()],
    securityGroups: [...draft.securityGroups.values()],
    prefixLists: [...draft.prefixLists.values()],
    networkInterfaces: [...draft.networkInterfaces.values()],
    internetGateways: [...draft.internetGateways.values()],
    natGateways: [...draft.natGateways.values()],
    vpcPeeringConnections: [...draft.vpcPeeringConnections.values()],
    transitGateways: [...draft.transitGateways.values()],
    transitGatewayAttachments: [...draft.transitGatewayAttachments.values()],
    transitGatewayRouteTables: [...draft.transitGatewayRouteTables.values()],
    loadBalancers: [...draft.loadBalancers.values()],
    targetGroups: [...draft.targetGroups.values()],
    vpcEndpoints: [...draft.vpcEndpoints.values()],
    endpointServices: [...draft.endpointServices.values()],
    resourceGateways: [...draft.resourceGateways.values()],
    resourceConfigurations: [...draft.resourceConfigurations.values()],
    serviceNetworks: [...draft.serviceNetworks.values()],
    serviceNetworkVpcAssociations: [...draft.serviceNetworkVpcAssociations.values()],
    latticeServices: [...draft.latticeServices.values()],
    resourceShares: [...draft.resourceShares.values()],
    notModelled: draft.notModelled,
  };
}
