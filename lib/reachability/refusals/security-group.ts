import type { NetworkModel, SecurityGroup } from '../model';
import type { Refusal } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html';

/** Rules that name a security group of another Region, whatever connects the two. */
export function securityGroupRefusals({ securityGroups, vpcs }: NetworkModel): readonly Refusal[] {
  const groups = new Map(securityGroups.map((group) => [group.id, group]));
  const regions = new Map(vpcs.map(({ id, region }) => [id, region]));
  const regionOf = (group: SecurityGroup): string | undefined => group.region ?? regions.get(group.vpcId);
  return securityGroups.flatMap((group) =>
    [...group.ingress, ...group.egress].flatMap((rule) => {
      const named = 'securityGroupId' in rule.peer ? groups.get(rule.peer.securityGroupId) : undefined;
      const [here, there] = [regionOf(group), named && regionOf(named)];
      if (!named || here === undefined || there === undefined || here === there) return [];
      const reason = `the security group ${named.id} of Region ${there} cannot be referenced from Region ${here}`;
      return [{ component: rule.id ?? group.id, type: 'security-group' as const, reason, link: LINK }];
    }),
  );
}
