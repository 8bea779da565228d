import type { Family } from '../building';
import { componentOf, existing } from '../building';
import type { Draft } from '../draft';
import { defaultSecurityGroupId } from '../interfaces';
import { cidrOf, idOf, optionalTextOf, UnresolvedError } from '../properties';
import { availabilityZones } from '../pseudo-parameters';

const VPC = 'AWS::EC2::VPC';

/** VPCs with what each has by itself, and their subnets. */
export const vpcFamily: Family = {
  [VPC]: {
    network: (resource, { draft }) => {
      const { CidrBlock, Ipv4IpamPoolId } = resource.properties;
      if (Ipv4IpamPoolId !== undefined) throw new UnresolvedError('an IPAM pool gives its CIDR');
      const component = componentOf(resource);
      const { id, name } = component;
      const ownId = { ...component, vpcId: id };
      draft.vpcs.set(id, { ...component, cidrBlocks: [cidrOf(CidrBlock, 'CidrBlock')] });
      const main = mainRouteTableId(id);
      draft.routeTables.set(main, {
        ...ownId,
        id: main,
        name: `${name}/MainRouteTable`,
        main: true,
        routes: [],
        gatewayIds: [],
      });
      addDefaultNetworkAcl(draft, { ...ownId, id: defaultNetworkAclId(id), name: `${name}/DefaultNetworkAcl` });
      const group = defaultSecurityGroupId(id);
      draft.securityGroups.set(group, {
        ...ownId,
        id: group,
        name: `${name}/DefaultSecurityGroup`,
        ingress: [{ protocol: '-1', peer: { securityGroupId: group } }],
        egress: [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }],
      });
      addLocalRoutes(draft, id);
    },
  },
  'AWS::EC2::VPCCidrBlock': {
    parts: ({ properties: { VpcId, CidrBlock, Ipv4IpamPoolId } }, { draft }) => {
      const vpc = existing(draft.vpcs, idOf(VpcId, 'VpcId', VPC));
      if (Ipv4IpamPoolId !== undefined) throw new UnresolvedError('an IPAM pool gives its CIDR', VpcId);
      // Without one it is an IPv6 block.
      if (CidrBlock === undefined) return;
      vpc.cidrBlocks.push(cidrOf(CidrBlock, 'CidrBlock'));
      addLocalRoutes(draft, vpc.id);
    },
  },
  'AWS::EC2::Subnet': {
    parts: (resource, { draft }) => {
      const { VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId, Ipv4IpamPoolId, Ipv6Native } =
        resource.properties;
      if (Ipv6Native === true || Ipv6Native === 'true') return;
      if (Ipv4IpamPoolId !== undefined) throw new UnresolvedError('an IPAM pool gives its CIDR', VpcId);
      const vpc = existing(draft.vpcs, idOf(VpcId, 'VpcId', VPC));
      const zone =
        optionalTextOf(AvailabilityZoneId, 'AvailabilityZoneId') ??
        optionalTextOf(AvailabilityZone, 'AvailabilityZone');
      draft.subnets.set(resource.id, {
        ...componentOf(resource),
        vpcId: vpc.id,
        cidrBlock: cidrOf(CidrBlock, 'CidrBlock'),
        availabilityZone: zone ?? availabilityZones(resource.stack.region)[0] ?? '',
        routeTableId: mainRouteTableId(vpc.id),
        networkAclId: defaultNetworkAclId(vpc.id),
      });
    },
  },
  // CDK takes all rules from the group that a VPC has by itself.
  'Custom::VpcRestrictDefaultSG': {
    parts: ({ properties: { DefaultSecurityGroupId } }, { draft }) => {
      const id = idOf(DefaultSecurityGroupId, 'DefaultSecurityGroupId', 'AWS::EC2::SecurityGroup');
      Object.assign(existing(draft.securityGroups, id), { ingress: [], egress: [] });
    },
  },
};

/** Id of the route table of subnets that are associated with none. */
export const mainRouteTableId = (vpcId: string): string => `${vpcId}/main-route-table`;

/** Id of the network ACL of subnets that are associated with none. */
export const defaultNetworkAclId = (vpcId: string): string => `${vpcId}/default-network-acl`;

/** Every route table of a VPC begins with a route for each of its CIDRs. */
export function addLocalRoutes({ vpcs, routeTables }: Draft, vpcId: string): void {
  const { cidrBlocks } = existing(vpcs, vpcId);
  for (const table of routeTables.values()) {
    if (table.vpcId !== vpcId) continue;
    const others = table.routes.filter(({ origin }) => origin !== 'local');
    const local = cidrBlocks.map((destination) => ({
      destination,
      target: { kind: 'local', id: vpcId } as const,
      origin: 'local' as const,
      state: 'active' as const,
    }));
    table.routes.splice(0, table.routes.length, ...local, ...others);
  }
}

/** It lets everything in and out. https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
function addDefaultNetworkAcl(
  { networkAcls }: Draft,
  component: { readonly id: string; readonly name: string; readonly vpcId: string },
): void {
  const all = { ruleNumber: 100, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' } as const;
  networkAcls.set(component.id, {
    ...component,
    entries: [
      { ...all, egress: false },
      { ...all, egress: true },
    ],
  });
}
