import type * as ec2 from '@aws-sdk/client-ec2';
import type { NetworkAcl, NetworkAclEntry, Route, RouteTable, RouteTarget, Subnet, Vpc } from '../model';
import type { Answers } from './answers';
import { component, present } from './component';
import { itemsOf } from './items';
import { protocolOf } from './protocol';

/** VPCs with the CIDR blocks that are associated now. */
export function readVpcs(answers: Answers): readonly Vpc[] {
  return itemsOf<ec2.Vpc>(answers, 'Vpcs', 'VpcId').map((item) => {
    const { CidrBlock, CidrBlockAssociationSet = [] } = item.row;
    const associated = CidrBlockAssociationSet.filter(({ CidrBlockState }) => isAssociated(CidrBlockState?.State));
    const blocks = [CidrBlock, ...associated.map((association) => association.CidrBlock)];
    return { ...component(item.id, item), cidrBlocks: [...new Set(blocks.filter(present))] };
  });
}

function isAssociated(state: string | undefined): boolean {
  return state === undefined || state === 'associated';
}

/** Subnets; a VPC without any listed route table has its main one all the same. */
export function readSubnets(answers: Answers, routeTables: readonly RouteTable[]): readonly Subnet[] {
  const mainTables = new Map(routeTables.filter(({ main }) => main).map(({ vpcId, id }) => [vpcId, id]));
  const tables = associations(itemsOf<ec2.RouteTable>(answers, 'RouteTables', 'RouteTableId'));
  const acls = associations(itemsOf<ec2.NetworkAcl>(answers, 'NetworkAcls', 'NetworkAclId'));
  return itemsOf<ec2.Subnet>(answers, 'Subnets', 'SubnetId').map((item) => {
    const { VpcId = '', CidrBlock = '', AvailabilityZoneId, AvailabilityZone = '' } = item.row;
    return {
      ...component(item.id, item),
      vpcId: VpcId,
      cidrBlock: CidrBlock,
      availabilityZone: AvailabilityZoneId ?? AvailabilityZone,
      routeTableId: tables.get(item.id) ?? mainTables.get(VpcId) ?? '',
      networkAclId: acls.get(item.id),
    };
  });
}

interface Associated {
  readonly Associations?:
    | readonly {
        readonly SubnetId?: string | undefined;
        readonly AssociationState?: { readonly State?: string | undefined } | undefined;
      }[]
    | undefined;
}

function associations(
  items: readonly { readonly id: string; readonly row: Associated }[],
): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(({ id, row }) =>
      (row.Associations ?? [])
        .filter(({ AssociationState }) => AssociationState?.State !== 'disassociated')
        .flatMap(({ SubnetId }) => (SubnetId === undefined ? [] : [[SubnetId, id] as const])),
    ),
  );
}

/** Route tables, and the main one of every VPC of which none is listed: with the local routes that each table has. */
export function readRouteTables(answers: Answers, vpcs: readonly Vpc[]): readonly RouteTable[] {
  const listed = itemsOf<ec2.RouteTable>(answers, 'RouteTables', 'RouteTableId').map((item) => {
    const { VpcId = '', Associations = [], Routes = [] } = item.row;
    return {
      ...component(item.id, item),
      vpcId: VpcId,
      main: Associations.some(({ Main }) => Main === true),
      routes: Routes.flatMap((route) => readRoute(route, VpcId)),
      gatewayIds: Associations.map(({ GatewayId }) => GatewayId).filter(present),
    };
  });
  const withMain = new Set(listed.filter(({ main }) => main).map(({ vpcId }) => vpcId));
  const implied = vpcs
    .filter(({ id }) => !withMain.has(id))
    .map((vpc) => ({
      id: `${vpc.id}/main`,
      account: vpc.account,
      region: vpc.region,
      vpcId: vpc.id,
      main: true,
      routes: vpc.cidrBlocks.map((destination) => ({
        destination,
        target: { kind: 'local' as const, id: vpc.id },
        origin: 'local' as const,
        state: 'active' as const,
      })),
      gatewayIds: [],
    }));
  return [...listed, ...implied];
}

function readRoute(route: ec2.Route, vpcId: string): readonly Route[] {
  const { DestinationCidrBlock, DestinationPrefixListId } = route;
  const destination = DestinationCidrBlock ?? (DestinationPrefixListId && { prefixListId: DestinationPrefixListId });
  // IPv6; and what leads to VPC Lattice, which the association of the VPC says already.
  if (!destination || route.GatewayId === 'VpcLattice') return [];
  const target = targetOf(route, vpcId);
  const propagated = route.Origin === 'EnableVgwRoutePropagation' || route.Origin === 'Advertisement';
  const origin = target.kind === 'local' ? 'local' : propagated ? 'propagated' : 'static';
  return [{ destination, target, origin, state: route.State === 'blackhole' ? 'blackhole' : 'active' }];
}

function targetOf(route: ec2.Route, vpcId: string): RouteTarget {
  const { GatewayId = '', NetworkInterfaceId, InstanceId } = route;
  if (GatewayId === 'local') return { kind: 'local', id: vpcId };
  if (GatewayId.startsWith('igw-')) return { kind: 'internet-gateway', id: GatewayId };
  if (GatewayId.startsWith('vpce-')) return { kind: 'vpc-endpoint', id: GatewayId };
  if (route.NatGatewayId) return { kind: 'nat-gateway', id: route.NatGatewayId };
  if (route.TransitGatewayId) return { kind: 'transit-gateway', id: route.TransitGatewayId };
  if (route.VpcPeeringConnectionId) return { kind: 'vpc-peering-connection', id: route.VpcPeeringConnectionId };
  if (NetworkInterfaceId) return { kind: 'network-interface', id: NetworkInterfaceId };
  const { CarrierGatewayId, LocalGatewayId, CoreNetworkArn } = route;
  return {
    kind: 'unknown',
    id: [GatewayId, InstanceId, CarrierGatewayId, LocalGatewayId, CoreNetworkArn].find(Boolean) ?? 'unknown',
  };
}

/** Network ACLs without the implicit last deny. */
export function readNetworkAcls(answers: Answers): readonly NetworkAcl[] {
  return itemsOf<ec2.NetworkAcl>(answers, 'NetworkAcls', 'NetworkAclId').map((item) => ({
    ...component(item.id, item),
    vpcId: item.row.VpcId ?? '',
    entries: (item.row.Entries ?? []).flatMap(readEntry),
  }));
}

function readEntry(entry: ec2.NetworkAclEntry): readonly NetworkAclEntry[] {
  const { RuleNumber = 0, Egress, RuleAction, Protocol = '-1', CidrBlock, PortRange, IcmpTypeCode } = entry;
  if (CidrBlock === undefined || RuleNumber > 32_766) return [];
  const icmpType = IcmpTypeCode?.Type;
  return [
    {
      ruleNumber: RuleNumber,
      egress: Egress === true,
      action: RuleAction === 'allow' ? 'allow' : 'deny',
      protocol: protocolOf(Protocol),
      cidr: CidrBlock,
      ...(PortRange && { ports: { from: PortRange.From ?? 0, to: PortRange.To ?? 65_535 } }),
      ...(icmpType !== undefined && icmpType !== -1 && { icmpType }),
    },
  ];
}
