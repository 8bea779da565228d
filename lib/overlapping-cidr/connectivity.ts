import type { Connectivity, IntendedFlow } from '../connectivity/option';
import { SERVICE_PORT as port } from '../constructs/service-port';
import { overlappingCidrStacks } from './stacks';

/** Pods and nodes, and whatever else EKS and the CDK give the cluster's security group: the control plane, kubectl. */
const EKS = 'OverlappingCidr-Consumer/Eks/Cluster/ClusterSecurityGroup';
const ECS = 'OverlappingCidr-Provider/Ecs/Service';

const consumerCalls = (door: string): IntendedFlow => ({ initiator: 'eks', from: EKS, to: door, port });

const stacksOf = (option: string, ...parts: readonly string[]): readonly string[] =>
  parts.map((part) => `OverlappingCidr-${option}-${part}`);

/** What the proofs and `takehome decide` know of this exercise. */
export const connectivity: Connectivity = {
  exercise: 'overlapping-cidr',
  base: ['OverlappingCidr-Consumer', 'OverlappingCidr-Provider'],
  options: [
    {
      id: 'private-link',
      title: 'PrivateLink',
      stacks: stacksOf('PrivateLink', 'Provider', 'Consumer', 'Acceptance'),
      layer: 4,
      flows: [consumerCalls('OverlappingCidr-PrivateLink-Consumer/Endpoint')],
      stays: {
        'OverlappingCidr-PrivateLink-Provider/Service/Permissions':
          'within one account nobody has to be permitted; with two it is needed',
      },
    },
    {
      id: 'private-nat',
      title: 'private NAT gateways behind a Transit Gateway',
      stacks: stacksOf('PrivateNat', 'Provider', 'Consumer', 'Routing'),
      layer: 4,
      flows: [consumerCalls('OverlappingCidr-PrivateNat-Provider/Entrance/LoadBalancer')],
      stays: {},
    },
    {
      id: 'transit-gateway-nat',
      title: 'Transit Gateway with NAT on its attachments',
      stacks: stacksOf('TgwNat', 'Provider', 'Consumer', 'Routing'),
      layer: 3,
      flows: [
        consumerCalls('OverlappingCidr-TgwNat-Provider/VpcB/Entrance/LoadBalancer'),
        { initiator: 'ecs', from: ECS, to: 'OverlappingCidr-TgwNat-Consumer/VpcA/Entrance/LoadBalancer', port },
      ],
      stays: {},
    },
    {
      id: 'lattice',
      title: 'VPC Lattice',
      stacks: stacksOf('Lattice', 'Provider', 'Consumer'),
      layer: 7,
      flows: [consumerCalls('OverlappingCidr-Lattice-Provider/Service/LatticeService')],
      stays: {},
    },
  ],
  stacks: (app, { overlap, accounts }) => {
    const [consumer, provider] = ['111111111111', '222222222222'].map((account) => ({ account, region: 'us-east-1' }));
    const environments = accounts === 2 ? { consumer, provider } : {};
    overlappingCidrStacks(app, environments, overlap ? {} : { providerCidr: '10.1.0.0/16' });
  },
};
