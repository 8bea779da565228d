import type { Connectivity, IntendedFlow } from '../connectivity/option';
import { SERVICE_PORT as port } from '../constructs/service-port';
import { CIDRS } from './base-stack';
import { vpcConnectivityStacks } from './stacks';

/** Pods and nodes, and whatever else EKS and the CDK give the cluster's security group: the control plane, kubectl. */
const EKS = 'VpcConnectivity-Base/Eks/Cluster/ClusterSecurityGroup';
const ECS = 'VpcConnectivity-Base/Ecs/Service';

/** Both ways: what the pods call, and what the tasks call. */
const bothWays = (ecsDoor: string, eksDoor: string): readonly IntendedFlow[] => [
  { initiator: 'eks', from: EKS, to: ecsDoor, port },
  { initiator: 'ecs', from: ECS, to: eksDoor, port },
];

const throughLoadBalancers = bothWays(
  'VpcConnectivity-Base/Ecs/Balancer/LoadBalancer',
  'VpcConnectivity-Base/Eks/Balancer/LoadBalancer',
);

/** What the proofs and `takehome decide` know of this exercise. */
export const connectivity: Connectivity = {
  exercise: 'vpc-connectivity',
  base: ['VpcConnectivity-Base'],
  options: [
    {
      id: 'peering',
      title: 'VPC peering',
      stacks: ['VpcConnectivity-Peering'],
      layer: 3,
      flows: throughLoadBalancers,
      stays: {},
    },
    {
      id: 'transit-gateway',
      title: 'Transit Gateway',
      stacks: ['VpcConnectivity-TransitGateway'],
      layer: 3,
      flows: throughLoadBalancers,
      stays: {},
    },
    {
      id: 'private-link',
      title: 'PrivateLink',
      stacks: ['VpcConnectivity-PrivateLink'],
      layer: 4,
      flows: bothWays('VpcConnectivity-PrivateLink/EksToEcs/Endpoint', 'VpcConnectivity-PrivateLink/EcsToEks/Endpoint'),
      stays: {},
    },
    {
      id: 'resource-endpoint',
      title: 'resource endpoint',
      stacks: ['VpcConnectivity-ResourceEndpoint'],
      layer: 4,
      flows: bothWays(
        'VpcConnectivity-ResourceEndpoint/EksToEcs/Endpoint',
        'VpcConnectivity-ResourceEndpoint/EcsToEks/Endpoint',
      ),
      stays: {},
    },
    {
      id: 'lattice',
      title: 'VPC Lattice',
      stacks: ['VpcConnectivity-Lattice'],
      layer: 7,
      flows: bothWays('VpcConnectivity-Lattice/EcsService/Service', 'VpcConnectivity-Lattice/EksService/Route'),
      stays: {},
    },
  ],
  stacks: (app, { overlap }) => vpcConnectivityStacks(app, overlap ? { ...CIDRS, ecs: CIDRS.eks } : CIDRS),
};
