import type { SecurityGroupRule } from '../../model';
import { addressText } from '../address-text';
import { type Building, componentOf, existing, type Family } from '../building';
import { cidrOf, idOf, listOf, objectOf, optionalNumberOf, optionalTextOf, UnresolvedError } from '../properties';
import { portsOf, protocolOf } from '../protocol';
import type { Resource } from '../stack';
import type { ValueObject } from '../value';
import { prefixListIdOf } from './prefix-list';

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';

/** Security groups and their rules, within them or on their own. */
export const securityGroupFamily: Family = {
  [SECURITY_GROUP]: {
    parts: (resource, { draft }) => {
      const vpcId = idOf(resource.properties.VpcId, 'VpcId', 'AWS::EC2::VPC');
      draft.securityGroups.set(resource.id, { ...componentOf(resource), vpcId, ingress: [], egress: [] });
    },
    links: (resource, building) => {
      const { SecurityGroupIngress, SecurityGroupEgress } = resource.properties;
      const group = building.draft.securityGroups.get(resource.id);
      if (!group) return;
      const rules = (value: typeof SecurityGroupIngress) =>
        listOf(value, 'rules').flatMap((rule) => ruleOf(objectOf(rule, 'a rule'), building) ?? []);
      group.ingress.push(...rules(SecurityGroupIngress));
      const egress = listOf(SecurityGroupEgress, 'SecurityGroupEgress');
      // EC2 lets everything out unless the group itself says otherwise; rules of their own do not count.
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
      if (egress.length === 0) group.egress.unshift({ protocol: '-1', peer: { cidr: '0.0.0.0/0' } });
      group.egress.push(...rules(SecurityGroupEgress));
    },
  },
  'AWS::EC2::SecurityGroupIngress': { links: (resource, building) => addRule(resource, building, 'ingress') },
  'AWS::EC2::SecurityGroupEgress': { links: (resource, building) => addRule(resource, building, 'egress') },
};

function addRule(resource: Resource, building: Building, direction: 'ingress' | 'egress'): void {
  const { GroupId } = resource.properties;
  // A rule of a group that lies outside of the templates changes none of theirs.
  if (typeof GroupId === 'string') return;
  const group = existing(building.draft.securityGroups, idOf(GroupId, 'GroupId', SECURITY_GROUP));
  const rule = ruleOf(resource.properties, building);
  if (rule) group[direction].push({ id: resource.id, ...rule });
}

/** A rule for IPv4, or undefined. @throws UnresolvedError */
function ruleOf(properties: ValueObject, building: Building): SecurityGroupRule | undefined {
  const protocol = protocolOf(properties.IpProtocol);
  if (protocol === 'icmp' && !admitsEchoRequest(properties)) return undefined;
  const peer = peerOf(properties, building);
  if (!peer) return undefined;
  const ports = portsOf(protocol, properties.FromPort, properties.ToPort);
  return { protocol, ...(ports ? { ports } : {}), peer };
}

function peerOf(properties: ValueObject, building: Building): SecurityGroupRule['peer'] | undefined {
  const group = properties.SourceSecurityGroupId ?? properties.DestinationSecurityGroupId;
  const list = properties.SourcePrefixListId ?? properties.DestinationPrefixListId;
  if (properties.CidrIp !== undefined) {
    return { cidr: cidrOf(addressText(building, properties.CidrIp, 'CidrIp'), 'CidrIp') };
  }
  // A group that lies outside of the templates has no members within them.
  if (typeof group === 'string') return { securityGroupId: group };
  if (group !== undefined) return { securityGroupId: idOf(group, 'the peer', SECURITY_GROUP) };
  if (list !== undefined) return { prefixListId: prefixListIdOf(building, list) };
  if (optionalTextOf(properties.CidrIpv6, 'CidrIpv6') !== undefined) return undefined;
  throw new UnresolvedError('a rule whose peer is not given');
}

/** FromPort is the ICMP type and ToPort the code; -1 is all. */
function admitsEchoRequest({ FromPort, ToPort }: ValueObject): boolean {
  const type = optionalNumberOf(FromPort, 'FromPort') ?? -1;
  const code = optionalNumberOf(ToPort, 'ToPort') ?? -1;
  return type === -1 || (type === 8 && code <= 0);
}
