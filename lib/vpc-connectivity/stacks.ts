import type { App } from 'aws-cdk-lib';
import { type BaseCidrs, BaseStack } from './base-stack';
import type { OptionProps } from './direction';
import { LatticeStack } from './lattice-stack';
import { PeeringStack } from './peering-stack';
import { PrivateLinkStack } from './private-link-stack';
import { ResourceEndpointStack } from './resource-endpoint-stack';
import { TransitGatewayStack } from './transit-gateway-stack';

/** The ways to connect the two VPCs, by the ids of their stacks; each is deployed and destroyed on its own. */
export const options = {
  Peering: PeeringStack,
  TransitGateway: TransitGatewayStack,
  PrivateLink: PrivateLinkStack,
  ResourceEndpoint: ResourceEndpointStack,
  Lattice: LatticeStack,
} as const;

/** Adds the two services, and a stack for each way to connect them: `VpcConnectivity-Base`, `VpcConnectivity-Peering`... */
export function vpcConnectivityStacks(app: App, cidrs?: BaseCidrs): void {
  const { eks, ecs } = new BaseStack(app, 'VpcConnectivity-Base', cidrs);
  const services: OptionProps = { eks, ecs };
  for (const [name, Option] of Object.entries(options)) new Option(app, `VpcConnectivity-${name}`, services);
}
