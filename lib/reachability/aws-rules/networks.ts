import { emptyModel } from '../empty-model';
import type {
  Cidr,
  InterfaceOwner,
  NetworkAclEntry,
  NetworkInterface,
  NetworkModel,
  Protocol,
  Route,
  RouteTable,
  RouteTarget,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  Vpc,
} from '../model';

/** A model of the given lists; every list that is not given is empty. */
export function network(lists: Partial<NetworkModel> = {}): NetworkModel {
  return { ...emptyModel, ...lists };
}

/** Several models as one. */
export function merge(...parts: readonly Partial<NetworkModel>[]): NetworkModel {
  const keys = Object.keys(network()) as (keyof NetworkModel)[];
  const lists = keys.map((key): [string, unknown] => [
    key,
    parts.flatMap((part): readonly unknown[] => part[key] ?? []),
  ]);
  return network(Object.fromEntries(lists) as Partial<NetworkModel>);
}

/** A VPC `vpc-a`. */
export function vpc(id: string, ...cidrBlocks: readonly Cidr[]): Vpc {
  return { id, cidrBlocks, account: '111111111111', region: 'us-east-1' };
}

/** A route, static and active; `to` such as `pcx-1`, `tgw-1`, `igw-1`, `nat-1`, `vpce-1`, `eni-1`. */
export function route(destination: Route['destination'], to: string, changes: Partial<Route> = {}): Route {
  return { destination, target: target(to), origin: 'static', state: 'active', ...changes };
}

function target(id: string): RouteTarget {
  const kinds: Readonly<Record<string, RouteTarget['kind']>> = {
    pcx: 'vpc-peering-connection',
    tgw: 'transit-gateway',
    igw: 'internet-gateway',
    nat: 'nat-gateway',
    vpce: 'vpc-endpoint',
    eni: 'network-interface',
  };
  return { kind: kinds[id.split('-')[0] ?? ''] ?? 'unknown', id };
}

/** A route table `rtb-<name>` of a VPC, local routes and the given ones. */
export function routeTable(owner: Vpc, name: string, ...routes: readonly Route[]): RouteTable {
  const local = owner.cidrBlocks.map(
    (destination): Route => ({
      destination,
      target: { kind: 'local', id: owner.id },
      origin: 'local',
      state: 'active',
    }),
  );
  return { id: `rtb-${name}`, vpcId: owner.id, main: false, routes: [...local, ...routes], gatewayIds: [] };
}

/** A subnet `subnet-<name>` with its own route table `rtb-<name>`, in zone `az1` unless said otherwise. */
export function subnet(
  owner: Vpc,
  name: string,
  cidrBlock: Cidr,
  routes: readonly Route[] = [],
  changes: Partial<Subnet> = {},
): Pick<NetworkModel, 'subnets' | 'routeTables'> {
  const table = routeTable(owner, name, ...routes);
  const own: Subnet = {
    id: `subnet-${name}`,
    vpcId: owner.id,
    cidrBlock,
    availabilityZone: 'use1-az1',
    routeTableId: table.id,
    ...changes,
  };
  return { subnets: [own], routeTables: [table] };
}

/** An interface `eni-<name>` of an instance `i-<name>` in `subnet-<subnetName>`. */
export function host(
  owner: Vpc,
  subnetName: string,
  name: string,
  privateIp: string,
  securityGroupIds: readonly string[],
  changes: Partial<NetworkInterface> & { readonly publicIp?: string; readonly kind?: InterfaceOwner['kind'] } = {},
): NetworkInterface {
  const { publicIp, kind = 'instance', ...rest } = changes;
  return {
    id: `eni-${name}`,
    vpcId: owner.id,
    subnetId: `subnet-${subnetName}`,
    addresses: [{ privateIp, ...(publicIp !== undefined && { publicIp }) }],
    securityGroupIds,
    sourceDestCheck: true,
    owner: { kind, id: kind === 'instance' ? `i-${name}` : name },
    ...rest,
  };
}

/** A rule; the peer is a CIDR, `sg-…` or `pl-…`. */
export function rule(
  peer: string,
  ports?: number | readonly [from: number, to: number],
  protocol: Protocol = ports === undefined ? '-1' : 'tcp',
): SecurityGroupRule {
  const [from, to] = typeof ports === 'number' ? [ports, ports] : (ports ?? []);
  const toPeer = peer.startsWith('sg-')
    ? { securityGroupId: peer }
    : peer.startsWith('pl-')
      ? { prefixListId: peer }
      : { cidr: peer };
  return { protocol, ...(from !== undefined && to !== undefined && { ports: { from, to } }), peer: toPeer };
}

/** A security group `sg-<name>`; without rules for a direction nothing passes in it. */
export function securityGroup(
  owner: Vpc,
  name: string,
  ingress: readonly SecurityGroupRule[],
  egress: readonly SecurityGroupRule[] = [rule('0.0.0.0/0')],
): SecurityGroup {
  return { id: `sg-${name}`, vpcId: owner.id, ingress, egress };
}

/** A security group `sg-<name>` that lets everything pass. */
export function allowAll(owner: Vpc, name: string): SecurityGroup {
  return securityGroup(owner, name, [rule('0.0.0.0/0')]);
}

/** A network ACL entry such as `entry(100, 'egress', 'allow', '0.0.0.0/0', [1024, 65535])`. */
export function entry(
  ruleNumber: number,
  direction: 'ingress' | 'egress',
  action: 'allow' | 'deny',
  cidr: Cidr,
  ports?: readonly [from: number, to: number],
  protocol: Protocol = ports === undefined ? '-1' : 'tcp',
): NetworkAclEntry {
  const range = ports && { ports: { from: ports[0], to: ports[1] } };
  return { ruleNumber, egress: direction === 'egress', action, protocol, cidr, ...range };
}

/** An available attachment `tgw-attach-<name>` of a VPC to `tgw-1`, associated with `tgw-rtb-1`. */
export function attachment(
  owner: Vpc,
  name: string,
  subnetNames: readonly string[],
  changes: Partial<TransitGatewayAttachment> = {},
): TransitGatewayAttachment {
  return {
    id: `tgw-attach-${name}`,
    transitGatewayId: 'tgw-1',
    resource: {
      kind: 'vpc',
      vpcId: owner.id,
      subnetIds: subnetNames.map((each) => `subnet-${each}`),
      applianceMode: false,
      securityGroupReferencing: false,
    },
    state: 'available',
    routeTableId: 'tgw-rtb-1',
    natRules: [],
    ...changes,
  };
}

/** `tgw-1` with its route table `tgw-rtb-1`. */
export function transitGateway(
  ...routes: readonly TransitGatewayRoute[]
): Pick<NetworkModel, 'transitGateways' | 'transitGatewayRouteTables'> {
  return {
    transitGateways: [{ id: 'tgw-1', securityGroupReferencing: false }],
    transitGatewayRouteTables: [{ id: 'tgw-rtb-1', transitGatewayId: 'tgw-1', routes }],
  };
}

/** A static route of a transit gateway route table to `tgw-attach-<name>`; without a name a blackhole. */
export function transitRoute(
  destination: Cidr,
  name: string | undefined,
  origin: TransitGatewayRoute['origin'] = 'static',
): TransitGatewayRoute {
  return { destination, attachmentId: name === undefined ? undefined : `tgw-attach-${name}`, origin };
}
