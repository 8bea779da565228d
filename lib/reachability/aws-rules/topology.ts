import type {
  Component,
  LoadBalancer,
  NetworkAclEntry,
  NetworkModel,
  Protocol,
  Route,
  RouteTarget,
  SecurityGroupRule,
  TargetGroup,
  TransitGatewayNatRule,
  TransitGatewayRoute,
} from '../model';
import { merge } from './networks';

/** A piece of a network; pieces become a network by `topology`. */
export type Piece = Partial<NetworkModel>;

/** All pieces together; every route table gets the local routes of its VPC. */
export function topology(...pieces: readonly Piece[]): NetworkModel {
  const model = merge(...pieces);
  const routeTables = model.routeTables.map((table) => {
    const cidrs = model.vpcs.find(({ id }) => id === table.vpcId)?.cidrBlocks ?? [];
    const local = cidrs.map(
      (destination): Route => ({
        destination,
        target: { kind: 'local', id: table.vpcId },
        origin: 'local',
        state: 'active',
      }),
    );
    return { ...table, routes: [...local, ...table.routes] };
  });
  return { ...model, routeTables };
}

/** Where a component lives. */
export type Home = Pick<Component, 'account' | 'region'>;

export function vpc(id: string, cidrs: string | readonly string[], home: Home = {}): Piece {
  return { vpcs: [{ id, cidrBlocks: [cidrs].flat(), ...home }] };
}

/** Destinations, CIDRs or ids of prefix lists (`pl-`), and the ids of their targets, whose kind is their prefix. */
export type Routes = Readonly<Record<string, string>>;

/** A subnet `X` of a zone with its own route table `rtb-X`. */
export function subnet(
  id: string,
  vpcId: string,
  cidrBlock: string,
  { routes = {}, zone = 'use1-az1', acl }: { routes?: Routes; zone?: string; acl?: string } = {},
): Piece {
  return {
    subnets: [
      {
        id,
        vpcId,
        cidrBlock,
        availabilityZone: zone,
        routeTableId: `rtb-${id}`,
        ...(acl === undefined ? {} : { networkAclId: acl }),
      },
    ],
    routeTables: [{ id: `rtb-${id}`, vpcId, main: false, gatewayIds: [], routes: routesOf(routes) }],
  };
}

/** Static routes. */
export function routesOf(routes: Routes): readonly Route[] {
  return Object.entries(routes).map(([destination, id]) => ({
    destination: destination.startsWith('pl-') ? { prefixListId: destination } : destination,
    target: { kind: kinds[id.split('-')[0] ?? ''] ?? 'unknown', id },
    origin: 'static',
    state: 'active',
  }));
}

const kinds: Readonly<Record<string, RouteTarget['kind']>> = {
  igw: 'internet-gateway',
  nat: 'nat-gateway',
  pcx: 'vpc-peering-connection',
  tgw: 'transit-gateway',
  vpce: 'vpc-endpoint',
  eni: 'network-interface',
};

/** An instance with one interface of its own name. */
export function host(
  id: string,
  [vpcId, subnetId, privateIp]: readonly [string, string, string],
  groups: readonly string[] = [],
  publicIp?: string,
): Piece {
  const address = { privateIp, ...(publicIp === undefined ? {} : { publicIp }) };
  return {
    networkInterfaces: [
      {
        id,
        vpcId,
        subnetId,
        addresses: [address],
        securityGroupIds: [`default-${id}`, ...groups].slice(groups.length > 0 ? 1 : 0),
        sourceDestCheck: true,
        owner: { kind: 'instance', id: `i-${id}` },
      },
    ],
    securityGroups: groups.length > 0 ? [] : [openGroup(`default-${id}`, vpcId)],
  };
}

function openGroup(id: string, vpcId: string) {
  const all: SecurityGroupRule = { protocol: '-1', peer: { cidr: '0.0.0.0/0' } };
  return { id, vpcId, ingress: [all], egress: [all] };
}

/** A peer is a CIDR, a prefix list (`pl-`) or a security group. */
export function rule(peer: string, protocol: Protocol = '-1', port?: number): SecurityGroupRule {
  return {
    protocol,
    ...(port === undefined ? {} : { ports: { from: port, to: port } }),
    peer: peer.includes('/')
      ? { cidr: peer }
      : peer.startsWith('pl-')
        ? { prefixListId: peer }
        : { securityGroupId: peer },
  };
}

export function group(
  id: string,
  vpcId: string,
  { ingress = [], egress = [] }: { ingress?: readonly SecurityGroupRule[]; egress?: readonly SecurityGroupRule[] },
): Piece {
  return { securityGroups: [{ id, vpcId, ingress, egress }] };
}

/** Entries such as `in deny 10.0.0.0/16` or `out allow 0.0.0.0/0 tcp 1024-65535`, numbered 100, 110, ... */
export function acl(id: string, vpcId: string, ...entries: readonly string[]): Piece {
  return { networkAcls: [{ id, vpcId, entries: entries.map(entry) }] };
}

function entry(text: string, index: number): NetworkAclEntry {
  const [direction, action, cidr = '', protocol = '-1', ports] = text.split(' ');
  const [from, to = from] = (ports ?? '').split('-').map(Number);
  return {
    ruleNumber: 100 + 10 * index,
    egress: direction === 'out',
    action: action === 'deny' ? 'deny' : 'allow',
    protocol: protocol as Protocol,
    cidr,
    ...(ports === undefined || from === undefined || to === undefined ? {} : { ports: { from, to } }),
  };
}

export function peering(id: string, requesterVpcId: string, accepterVpcId: string): Piece {
  return { vpcPeeringConnections: [{ id, requesterVpcId, accepterVpcId, status: 'active' }] };
}

export function internetGateway(id: string, vpcId: string): Piece {
  return { internetGateways: [{ id, vpcId }] };
}

/** A NAT gateway with the interface `eni-<id>`; public with an Elastic IP address. */
export function natGateway(
  id: string,
  [vpcId, subnetId, privateIp]: readonly [string, string, string],
  publicIp?: string,
  securityGroupIds: readonly string[] = [],
): Piece {
  return {
    natGateways: [
      {
        id,
        vpcId,
        subnetId,
        connectivityType: publicIp === undefined ? 'private' : 'public',
        networkInterfaceId: `eni-${id}`,
      },
    ],
    networkInterfaces: [
      {
        id: `eni-${id}`,
        vpcId,
        subnetId,
        addresses: [{ privateIp, ...(publicIp === undefined ? {} : { publicIp }) }],
        securityGroupIds,
        sourceDestCheck: false,
        owner: { kind: 'nat-gateway', id },
      },
    ],
  };
}

/** A transit gateway `tgw` with one route table `tgw-rtb`, which every attachment uses. */
export function transitGateway(routes: readonly TransitGatewayRoute[]): Piece {
  return {
    transitGateways: [{ id: 'tgw', securityGroupReferencing: false }],
    transitGatewayRouteTables: [{ id: 'tgw-rtb', transitGatewayId: 'tgw', routes }],
  };
}

/** A route of the transit gateway; without an attachment a blackhole. */
export function through(
  destination: string,
  attachmentId: string | undefined,
  origin: 'static' | 'propagated' = 'propagated',
): TransitGatewayRoute {
  return { destination, attachmentId, origin };
}

export function attachment(
  id: string,
  vpcId: string,
  subnetIds: readonly string[],
  natRules: readonly TransitGatewayNatRule[] = [],
): Piece {
  return {
    transitGatewayAttachments: [
      {
        id,
        transitGatewayId: 'tgw',
        resource: { kind: 'vpc', vpcId, subnetIds, applianceMode: false, securityGroupReferencing: false },
        state: 'available',
        routeTableId: 'tgw-rtb',
        natRules,
      },
    ],
  };
}

/** A load balancer with a listener on tcp `port`, one interface `<id>-<n>` for each of its places, open to everybody. */
export function loadBalancer(
  id: string,
  kind: 'network' | 'application',
  vpcId: string,
  places: readonly (readonly [subnetId: string, privateIp: string])[],
  targets: Pick<TargetGroup, 'targetType' | 'targets'> & Partial<TargetGroup>,
  options: Partial<LoadBalancer> = {},
  port = 80,
): Piece {
  const nodes = places.map(([subnetId, privateIp], index) => ({
    id: `${id}-${index}`,
    vpcId,
    subnetId,
    addresses: [{ privateIp }] as const,
    securityGroupIds: kind === 'application' ? [`default-${id}`] : [],
    sourceDestCheck: false,
    owner: { kind: 'load-balancer', id } as const,
  }));
  return {
    networkInterfaces: nodes,
    securityGroups: kind === 'application' ? [openGroup(`default-${id}`, vpcId)] : [],
    loadBalancers: [
      {
        id,
        kind,
        scheme: 'internal',
        vpcId,
        networkInterfaceIds: nodes.map((node) => node.id),
        securityGroupIds: kind === 'application' ? [`default-${id}`] : undefined,
        crossZone: kind === 'application',
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
        listeners: [{ protocols: ['tcp'], port, targetGroupIds: [`${id}-targets`] }],
        ...options,
      },
    ],
    targetGroups: [{ id: `${id}-targets`, vpcId, port, preserveClientIp: false, ...targets }],
  };
}
