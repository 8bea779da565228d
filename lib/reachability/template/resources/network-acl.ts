import { type Building, componentOf, existing, type Family } from '../building';
import { booleanOf, cidrOf, idOf, numberOf, objectOf, optionalNumberOf, textOf } from '../properties';
import { portsOf, protocolOf } from '../protocol';
import type { Resource } from '../stack';

const NETWORK_ACL = 'AWS::EC2::NetworkAcl';

/** Network ACLs, which deny all but what their entries allow. */
export const networkAclFamily: Family = {
  [NETWORK_ACL]: {
    parts: (resource, { draft }) => {
      const vpcId = idOf(resource.properties.VpcId, 'VpcId', 'AWS::EC2::VPC');
      draft.networkAcls.set(resource.id, { ...componentOf(resource), vpcId, entries: [] });
    },
  },
  'AWS::EC2::NetworkAclEntry': { links: addEntry },
  'AWS::EC2::SubnetNetworkAclAssociation': {
    links: ({ properties: { SubnetId, NetworkAclId } }, { draft }) => {
      const networkAcl = existing(draft.networkAcls, idOf(NetworkAclId, 'NetworkAclId', NETWORK_ACL));
      existing(draft.subnets, idOf(SubnetId, 'SubnetId', 'AWS::EC2::Subnet')).networkAclId = networkAcl.id;
    },
  },
};

function addEntry({ id, properties }: Resource, { draft }: Building): void {
  const { CidrBlock, Egress, Icmp, NetworkAclId, PortRange, Protocol, RuleAction, RuleNumber } = properties;
  const networkAcl = existing(draft.networkAcls, idOf(NetworkAclId, 'NetworkAclId', NETWORK_ACL));
  // Without one it is an IPv6 entry.
  if (CidrBlock === undefined) return;
  const cidr = cidrOf(CidrBlock, 'CidrBlock');
  const protocol = protocolOf(Protocol);
  const { From, To } = objectOf(PortRange, 'PortRange');
  const ports = portsOf(protocol, From, To);
  const type = protocol === 'icmp' ? (optionalNumberOf(objectOf(Icmp, 'Icmp').Type, 'Icmp.Type') ?? -1) : -1;
  networkAcl.entries.push({
    id,
    ruleNumber: numberOf(RuleNumber, 'RuleNumber'),
    egress: booleanOf(Egress, 'Egress', false),
    action: textOf(RuleAction, 'RuleAction').toLowerCase() === 'allow' ? 'allow' : 'deny',
    protocol,
    cidr,
    ...(ports ? { ports } : {}),
    ...(type < 0 ? {} : { icmpType: type }),
  });
}
