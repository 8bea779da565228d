import type { App } from 'aws-cdk-lib';
import { VPC_CIDR } from './cidrs';
import type { OverlappingCidrConfig } from './config';
import { ConsumerStack } from './consumer-stack';
import { latticeStacks } from './lattice/stacks';
import { privateLinkStacks } from './private-link/stacks';
import { privateNatStacks } from './private-nat/stacks';
import { ProviderStack } from './provider-stack';
import { transitGatewayNatStacks } from './transit-gateway-nat/stacks';

/** What the exercise is compared with. */
export interface Alternative {
  /** Of VPC_B, a /16. @default - that of VPC_A */
  readonly providerCidr?: string;
}

/**
 * Adds two bases of identical CIDR and, for each option, its stacks on top of them:
 * `npx cdk deploy 'OverlappingCidr-PrivateLink-*'` brings an option with what it needs, `npx cdk destroy` takes it away.
 *
 * Values cross stacks, and accounts, by `Fn::GetStackOutput`. Where they cross accounts the CDK makes a role in the account
 * that they come from, which CloudFormation in the other account assumes: bootstrap both first, and let both trust the
 * account that deploys (`npx cdk bootstrap --trust`). The names of these roles are the only ones that are given.
 *
 * @param config valid, as `problems` says
 */
export function overlappingCidrStacks(
  app: App,
  config: OverlappingCidrConfig,
  { providerCidr = VPC_CIDR }: Alternative = {},
): void {
  const consumer = new ConsumerStack(app, 'OverlappingCidr-Consumer', { environment: config.consumer });
  const provider = new ProviderStack(app, 'OverlappingCidr-Provider', {
    environment: config.provider,
    cidr: providerCidr,
  });
  const withinOrganization = config.sharedWithinOrganization ?? false;
  const base = { app, config, consumer, provider, sharing: { consumerAccount: consumer.account, withinOrganization } };
  privateLinkStacks(base);
  privateNatStacks(base);
  transitGatewayNatStacks(base);
  latticeStacks(base);
}
