import type { Proof, Verdict } from '../../proof/claim';
import type { Subnet } from '../../reachability/model';
import type { Network } from '../../reachability/network';
import { TIERS } from '../address-plan';
import { type Variant, variants } from '../variants';

/** Every subnet of the public tier has a route to the attached internet gateway, and no other subnet has one. */
export const prove: Proof = async ({ assembly, progress }) => judge(variants(assembly, progress));

/** The same of some configs. */
export function judge(all: readonly Variant[]): Verdict {
  const problems: string[] = [];
  let subnets = 0;
  for (const { name, network } of all) {
    for (const subnet of network.model.subnets) {
      subnets++;
      const isPublic = isOfTier(subnet, TIERS.public);
      if (!isPublic && !isOfTier(subnet, TIERS.private)) problems.push(`${name}: ${subnet.name} is of no tier`);
      const gateway = gatewayOf(network, subnet);
      if (isPublic && gateway === undefined)
        problems.push(`${name}: ${subnet.name} has no route to the internet gateway`);
      if (!isPublic && gateway !== undefined) problems.push(`${name}: ${subnet.name} has a route to ${gateway}`);
    }
    if (!network.model.subnets.some((subnet) => isOfTier(subnet, TIERS.public))) {
      problems.push(`${name}: there is no public subnet`);
    }
  }
  return {
    holds: problems.length === 0,
    figures: { configs: all.length, 'subnets looked at': subnets },
    notes: problems,
  };
}

const isOfTier = ({ name = '' }: Subnet, tier: string): boolean => name.includes(`/${tier}Subnet`);

/** The internet gateway that the subnet's default route leads to, if it is attached to the subnet's VPC. */
function gatewayOf(network: Network, { routeTableId, vpcId }: Subnet): string | undefined {
  const attached = network.internetGatewayByVpc.get(vpcId);
  const routes = network.routeTables.get(routeTableId)?.routes ?? [];
  const found = routes.find(({ target }) => target.kind === 'internet-gateway');
  const leads = found?.state === 'active' && found.destination === '0.0.0.0/0' && found.target.id === attached?.id;
  return leads ? attached?.name : undefined;
}
