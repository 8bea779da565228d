import type * as ec2 from '@aws-sdk/client-ec2';
import type { PortRange, PrefixList, SecurityGroup, SecurityGroupRule } from '../model';
import type { Answers } from './answers';
import { component, present } from './component';
import { grouped } from './grouped';
import { itemsOf, listOf } from './items';
import { protocolOf } from './protocol';

/** Security groups, one rule for each peer. */
export function readSecurityGroups(answers: Answers): readonly SecurityGroup[] {
  const rules = grouped(
    itemsOf<ec2.SecurityGroupRule>(answers, 'SecurityGroupRules', 'SecurityGroupRuleId'),
    ({ row }) => row.GroupId,
  );
  return itemsOf<ec2.SecurityGroup>(answers, 'SecurityGroups', 'GroupId').map((item) => {
    const { VpcId = '', GroupName, IpPermissions = [], IpPermissionsEgress = [] } = item.row;
    const group = { ...component(item.id, item, GroupName), vpcId: VpcId };
    // Only rules that were asked for one by one have ids.
    const own = rules.get(item.id)?.map(({ row }) => row);
    if (!own)
      return { ...group, ingress: readPermissions(IpPermissions), egress: readPermissions(IpPermissionsEgress) };
    const direction = (egress: boolean): readonly SecurityGroupRule[] =>
      own.filter(({ IsEgress }) => (IsEgress === true) === egress).flatMap(readRule);
    return { ...group, ingress: direction(false), egress: direction(true) };
  });
}

function readPermissions(permissions: readonly ec2.IpPermission[]): readonly SecurityGroupRule[] {
  return permissions.filter(admitsEcho).flatMap((permission) => {
    const { IpRanges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
    const peers: readonly SecurityGroupRule['peer'][] = [
      ...IpRanges.map(({ CidrIp }) => CidrIp)
        .filter(present)
        .map((cidr) => ({ cidr })),
      ...UserIdGroupPairs.map(({ GroupId }) => GroupId)
        .filter(present)
        .map((securityGroupId) => ({ securityGroupId })),
      ...PrefixListIds.map(({ PrefixListId }) => PrefixListId)
        .filter(present)
        .map((prefixListId) => ({ prefixListId })),
    ];
    return peers.map((peer) => ({ ...match(permission), peer }));
  });
}

function readRule(rule: ec2.SecurityGroupRule): readonly SecurityGroupRule[] {
  const { SecurityGroupRuleId: id, CidrIpv4: cidr, PrefixListId: prefixListId, ReferencedGroupInfo } = rule;
  const securityGroupId = ReferencedGroupInfo?.GroupId;
  const peer = cidr ? { cidr } : prefixListId ? { prefixListId } : securityGroupId && { securityGroupId };
  return peer && admitsEcho(rule) ? [{ id, ...match(rule), peer }] : [];
}

interface Match {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
}

function match({ IpProtocol = '-1', FromPort, ToPort }: Match): Pick<SecurityGroupRule, 'protocol' | 'ports'> {
  const protocol = protocolOf(IpProtocol);
  const ported = (protocol === 'tcp' || protocol === 'udp') && FromPort !== undefined && FromPort >= 0;
  const ports: PortRange | undefined = ported ? { from: FromPort, to: ToPort ?? FromPort } : undefined;
  return ports ? { protocol, ports } : { protocol };
}

/** Of ICMP the ports are type and code; an echo request is 8 and 0, and its reply needs no rule. */
function admitsEcho({ IpProtocol, FromPort = -1, ToPort = -1 }: Match): boolean {
  return (
    protocolOf(IpProtocol ?? '-1') !== 'icmp' || FromPort === -1 || (FromPort === 8 && (ToPort === -1 || ToPort === 0))
  );
}

interface Entries {
  readonly PrefixListId?: string;
  readonly Entries?: readonly { readonly Cidr?: string }[];
}

/** Prefix lists with their CIDRs, AWS's and customer-managed ones: both calls name their answers alike. */
export function readPrefixLists(answers: Answers): readonly PrefixList[] {
  const entries = grouped(listOf<Entries>(answers, 'ManagedPrefixListEntries'), ({ row }) => row.PrefixListId);
  return itemsOf<ec2.PrefixList & ec2.ManagedPrefixList>(answers, 'PrefixLists', 'PrefixListId').map((item) => {
    const { PrefixListName: name, OwnerId, Cidrs } = item.row;
    const listed = entries
      .get(item.id)
      ?.flatMap(({ row }) => (row.Entries ?? []).map(({ Cidr }) => Cidr).filter(present));
    return {
      ...component(item.id, item, name),
      account: OwnerId === 'AWS' ? undefined : (OwnerId ?? item.account),
      prefixListName: name ?? item.id,
      cidrs: (Cidrs ?? listed)?.filter(isIpv4),
    };
  });
}

function isIpv4(cidr: string): boolean {
  return !cidr.includes(':');
}
