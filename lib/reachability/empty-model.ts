import type { NetworkModel } from './model';

/** A network of nothing. */
export const emptyModel: NetworkModel = {
  vpcs: [],
  subnets: [],
  routeTables: [],
  networkAcls: [],
  securityGroups: [],
  prefixLists: [],
  networkInterfaces: [],
  internetGateways: [],
  natGateways: [],
  vpcPeeringConnections: [],
  transitGateways: [],
  transitGatewayAttachments: [],
  transitGatewayRouteTables: [],
  loadBalancers: [],
  targetGroups: [],
  vpcEndpoints: [],
  endpointServices: [],
  resourceGateways: [],
  resourceConfigurations: [],
  serviceNetworks: [],
  serviceNetworkVpcAssociations: [],
  latticeServices: [],
  resourceShares: [],
  notModelled: [],
};
