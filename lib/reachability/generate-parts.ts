import type { NetworkAcl, NetworkInterface, SecurityGroup, Subnet, TransitGatewayAttachment } from './model';

/** The zones of each VPC. */
export const ZONES = ['use1-az1', 'use1-az2'];
/** Subnets of a VPC in each zone. */
const SUBNETS = 2;
/** Security groups of a VPC. */
export const GROUPS = 3;
/** The one transit gateway's id. */
export const TRANSIT_GATEWAY = 'tgw-1';

/** The subnets of a VPC in one zone; the second has a network ACL of its own. */
export function subnetsOf(vpc: number, availabilityZone: string, zone: number): readonly Subnet[] {
  return Array.from({ length: SUBNETS }, (_, index) => {
    const number = zone * SUBNETS + index;
    return {
      id: `subnet-${vpc}-${number}`,
      vpcId: `vpc-${vpc}`,
      cidrBlock: `10.${vpc}.${number * 16}.0/20`,
      availabilityZone,
      routeTableId: `rtb-${vpc}`,
      ...(index === 1 && { networkAclId: `acl-${vpc}` }),
    };
  });
}

/** Denies one neighbour and lets everybody else in. */
export function networkAcl(vpc: number, denied: string): NetworkAcl {
  const all = { protocol: '-1', cidr: '0.0.0.0/0' } as const;
  return {
    id: `acl-${vpc}`,
    vpcId: `vpc-${vpc}`,
    entries: [
      { ruleNumber: 90, egress: false, action: 'deny', protocol: 'tcp', cidr: denied, ports: { from: 22, to: 22 } },
      { ruleNumber: 100, egress: false, action: 'allow', ...all },
      { ruleNumber: 100, egress: true, action: 'allow', ...all },
    ],
  };
}

/** Opens one port to a CIDR and https to the first group of the VPC. */
export function securityGroup(vpc: number, index: number, port: number, from: string): SecurityGroup {
  const ports = { from: port, to: port };
  return {
    id: `sg-${vpc}-${index}`,
    vpcId: `vpc-${vpc}`,
    ingress: [
      { protocol: 'tcp', ports, peer: { cidr: from } },
      { protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { securityGroupId: `sg-${vpc}-0` } },
    ],
    egress: [{ protocol: '-1', peer: { cidr: '0.0.0.0/0' } }],
  };
}

/** A host; they are dealt out to the subnets in turn. */
export function networkInterface(index: number, subnets: readonly Subnet[], group: number): NetworkInterface {
  const { id: subnetId, vpcId, cidrBlock } = subnets[index % subnets.length] as Subnet;
  const [first = 0, second = 0, third = 0] = cidrBlock.split('.').map(Number);
  const host = 10 + Math.floor(index / subnets.length);
  return {
    id: `eni-${index}`,
    vpcId,
    subnetId,
    addresses: [{ privateIp: `${first}.${second}.${third + Math.floor(host / 256)}.${host % 256}` }],
    securityGroupIds: [`${vpcId.replace('vpc', 'sg')}-${group}`],
    sourceDestCheck: true,
    owner: { kind: 'instance', id: `i-${index}` },
  };
}

/** The attachment of a VPC, in every zone. */
export function attachment(vpc: number): TransitGatewayAttachment {
  return {
    id: `tgw-attach-${vpc}`,
    transitGatewayId: TRANSIT_GATEWAY,
    resource: {
      kind: 'vpc',
      vpcId: `vpc-${vpc}`,
      subnetIds: ZONES.map((_, zone) => `subnet-${vpc}-${zone * SUBNETS}`),
      applianceMode: false,
      securityGroupReferencing: true,
    },
    state: 'available',
    routeTableId: 'tgw-rtb-1',
    natRules: [],
  };
}
