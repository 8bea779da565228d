import type { Family } from './building';
import { callFamily } from './resources/calls';
import { ecsServiceFamily } from './resources/ecs-service';
import { eksClusterFamily } from './resources/eks-cluster';
import { endpointFamily } from './resources/endpoint';
import { endpointServiceFamily } from './resources/endpoint-service';
import { instanceFamily } from './resources/instance';
import { kubernetesFamily } from './resources/kubernetes';
import { latticeFamily } from './resources/lattice';
import { latticeResourceFamily } from './resources/lattice-resource';
import { loadBalancerFamily } from './resources/load-balancer';
import { natGatewayFamily } from './resources/nat-gateway';
import { networkAclFamily } from './resources/network-acl';
import { networkInterfaceFamily } from './resources/network-interface';
import { peeringFamily } from './resources/peering';
import { prefixListFamily } from './resources/prefix-list';
import { resourceShareFamily } from './resources/resource-share';
import { routingFamily } from './resources/routing';
import { securityGroupFamily } from './resources/security-group';
import { targetGroupFamily } from './resources/target-group';
import { transitGatewayFamily } from './resources/transit-gateway';
import { transitGatewayRoutingFamily } from './resources/transit-gateway-routing';
import { vpcFamily } from './resources/vpc';
import { workloadFamily } from './resources/workload';

const all: readonly Family[] = [
  callFamily,
  ecsServiceFamily,
  eksClusterFamily,
  endpointFamily,
  endpointServiceFamily,
  instanceFamily,
  kubernetesFamily,
  latticeFamily,
  latticeResourceFamily,
  loadBalancerFamily,
  natGatewayFamily,
  networkAclFamily,
  networkInterfaceFamily,
  peeringFamily,
  prefixListFamily,
  resourceShareFamily,
  routingFamily,
  securityGroupFamily,
  targetGroupFamily,
  transitGatewayFamily,
  transitGatewayRoutingFamily,
  vpcFamily,
  workloadFamily,
];

/** How resources become components, by CloudFormation type. No two families build one type. */
export const families: Family = Object.fromEntries(all.flatMap((family) => Object.entries(family)));
