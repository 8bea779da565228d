import type { RouteTarget } from '../../model';
import { type Building, componentOf, existing, type Family } from '../building';
import { interfacesOf } from '../interfaces';
import { cidrOf, idOf, optionalIdOf, printed, UnresolvedError } from '../properties';
import type { Resource } from '../stack';
import { isReference } from '../value';
import { prefixListIdOf } from './prefix-list';
import { addLocalRoutes } from './vpc';

const SUBNET = 'AWS::EC2::Subnet';
const ROUTE_TABLE = 'AWS::EC2::RouteTable';
const INTERNET_GATEWAY = 'AWS::EC2::InternetGateway';

/** Internet gateways, route tables, their routes and associations. */
export const routingFamily: Family = {
  [INTERNET_GATEWAY]: {
    network: (resource, { draft }) => void draft.internetGateways.set(resource.id, componentOf(resource)),
  },
  'AWS::EC2::VPCGatewayAttachment': {
    links: ({ properties: { InternetGatewayId, VpcId } }, { draft }) => {
      const vpcId = idOf(VpcId, 'VpcId', 'AWS::EC2::VPC');
      const id = optionalIdOf(InternetGatewayId, 'InternetGatewayId', INTERNET_GATEWAY);
      // Otherwise it is a virtual private gateway's, which only its routes lead to.
      if (id !== undefined) existing(draft.internetGateways, id).vpcId = vpcId;
    },
  },
  [ROUTE_TABLE]: {
    parts: (resource, { draft }) => {
      const vpcId = idOf(resource.properties.VpcId, 'VpcId', 'AWS::EC2::VPC');
      draft.routeTables.set(resource.id, { ...componentOf(resource), vpcId, main: false, routes: [], gatewayIds: [] });
      addLocalRoutes(draft, vpcId);
    },
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    links: ({ properties: { SubnetId, RouteTableId } }, { draft }) => {
      const table = existing(draft.routeTables, idOf(RouteTableId, 'RouteTableId', ROUTE_TABLE));
      existing(draft.subnets, idOf(SubnetId, 'SubnetId', SUBNET)).routeTableId = table.id;
    },
  },
  'AWS::EC2::GatewayRouteTableAssociation': {
    links: ({ properties: { GatewayId, RouteTableId } }, { draft }) => {
      const gateway = idOf(GatewayId, 'GatewayId', INTERNET_GATEWAY, 'AWS::EC2::VPNGateway');
      existing(draft.routeTables, idOf(RouteTableId, 'RouteTableId', ROUTE_TABLE)).gatewayIds.push(gateway);
    },
  },
  'AWS::EC2::Route': { links: addRoute },
};

function addRoute(resource: Resource, building: Building): void {
  const { RouteTableId, DestinationCidrBlock, DestinationPrefixListId } = resource.properties;
  const table = existing(building.draft.routeTables, idOf(RouteTableId, 'RouteTableId', ROUTE_TABLE));
  const cidr = DestinationCidrBlock === undefined ? undefined : cidrOf(DestinationCidrBlock, 'DestinationCidrBlock');
  // Without either it is an IPv6 route.
  if (cidr === undefined && DestinationPrefixListId === undefined) return;
  const destination = cidr ?? { prefixListId: prefixListIdOf(building, DestinationPrefixListId) };
  const target = targetOf(resource, building, table.vpcId);
  const replaced = table.routes.findIndex((route) => route.origin === 'local' && route.destination === cidr);
  if (replaced >= 0) table.routes.splice(replaced, 1);
  table.routes.push({ id: resource.id, destination, target, origin: 'static', state: 'active' });
}

const targets: readonly (readonly [property: string, kind: RouteTarget['kind'], type: string])[] = [
  ['GatewayId', 'internet-gateway', INTERNET_GATEWAY],
  ['GatewayId', 'vpc-endpoint', 'AWS::EC2::VPCEndpoint'],
  ['NatGatewayId', 'nat-gateway', 'AWS::EC2::NatGateway'],
  ['NetworkInterfaceId', 'network-interface', 'AWS::EC2::NetworkInterface'],
  ['TransitGatewayId', 'transit-gateway', 'AWS::EC2::TransitGateway'],
  ['VpcEndpointId', 'vpc-endpoint', 'AWS::EC2::VPCEndpoint'],
  ['VpcPeeringConnectionId', 'vpc-peering-connection', 'AWS::EC2::VPCPeeringConnection'],
];

const others = ['CarrierGatewayId', 'CoreNetworkArn', 'LocalGatewayId', 'OdbNetworkArn', 'EgressOnlyInternetGatewayId'];

/** Where a route leads; to anything but a component of the templates it leads to something unknown. */
function targetOf({ properties }: Resource, { draft }: Building, vpcId: string): RouteTarget {
  if (properties.GatewayId === 'local') return { kind: 'local', id: vpcId };
  for (const [property, kind, type] of targets) {
    const value = properties[property];
    if (isReference(value) && value.type === type) return { kind, id: value.id };
  }
  const instance = optionalIdOf(properties.InstanceId, 'InstanceId', 'AWS::EC2::Instance');
  if (instance !== undefined) {
    const [first] = interfacesOf(draft, instance);
    return { kind: 'network-interface', id: first?.id ?? instance };
  }
  const names = [...targets.map(([property]) => property), ...others];
  const given = names.map((name) => properties[name]).find((value) => value !== undefined);
  if (given === undefined) throw new UnresolvedError('a route without a target');
  return { kind: 'unknown', id: printed(given, 'the target of the route') };
}
