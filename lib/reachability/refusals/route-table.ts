import { covers, formatCidr, parseCidr } from '../ipv4';
import type { NetworkModel, Route, RouteTable } from '../model';
import { type Refusal, repeated } from './refusal';

const DOCS = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const SUBNET_LINK = `${DOCS}/subnet-route-tables.html`;
const GATEWAY_LINK = `${DOCS}/gateway-route-tables.html`;
const CREATE_LINK = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html';

/** Routes that a route table does not take. */
export function routeTableRefusals(model: NetworkModel): readonly Refusal[] {
  const homes = homesOf(model);
  return model.routeTables.flatMap((table) => [
    ...twice(table),
    ...insideVpc(model, table),
    ...ofGateway(table),
    ...elsewhere(table, homes),
  ]);
}

function refuse(table: RouteTable, { id }: Route, reason: string, link: string): Refusal {
  return { component: id ?? table.id, type: 'route-table', reason, link };
}

function isStatic({ origin }: Route): boolean {
  return origin === 'static';
}

/** A propagated route may stand beside a static one of the same destination. */
function twice(table: RouteTable): readonly Refusal[] {
  return repeated(table.routes.filter(isStatic), nameOf).map((route) =>
    refuse(table, route, `the route ${nameOf(route)} already exists in ${table.id}`, CREATE_LINK),
  );
}

function nameOf({ destination }: Route): string {
  return typeof destination === 'string' ? formatCidr(parseCidr(destination)) : destination.prefixListId;
}

const middleboxes: readonly Route['target']['kind'][] = ['network-interface', 'nat-gateway', 'vpc-endpoint', 'local'];

/** A route to a part of the VPC has to be for a whole subnet, or the whole CIDR block, and to a middlebox. */
function insideVpc({ vpcs, subnets }: NetworkModel, table: RouteTable): readonly Refusal[] {
  const blocks = vpcs.find(({ id }) => id === table.vpcId)?.cidrBlocks.map(parseCidr) ?? [];
  const inside = table.routes.filter(isStatic).flatMap((route) => {
    if (typeof route.destination !== 'string') return [];
    const destination = parseCidr(route.destination);
    return blocks.some((block) => covers(block, destination)) ? [{ route, cidr: formatCidr(destination) }] : [];
  });
  const wholes = () => [...subnets.filter(({ vpcId }) => vpcId === table.vpcId).map(({ cidrBlock }) => cidrBlock)];
  return inside.flatMap(({ route, cidr }) => {
    const { kind } = route.target;
    if (kind === 'unknown') return [];
    if (!middleboxes.includes(kind)) {
      const reason = `${cidr} lies in the VPC; its target can be a NAT gateway, network interface or Gateway Load Balancer endpoint, and no ${kind}`;
      return [refuse(table, route, reason, SUBNET_LINK)];
    }
    const isWhole = [...blocks.map(formatCidr), ...wholes().map((whole) => formatCidr(parseCidr(whole)))].includes(
      cidr,
    );
    if (isWhole) return [];
    return [refuse(table, route, `${cidr} lies in the VPC and is not the entire CIDR block of a subnet`, SUBNET_LINK)];
  });
}

const behindGateways: readonly Route['target']['kind'][] = ['local', 'network-interface', 'vpc-endpoint', 'unknown'];

function ofGateway(table: RouteTable): readonly Refusal[] {
  if (table.gatewayIds.length === 0) return [];
  return table.routes
    .filter(({ target }) => !behindGateways.includes(target.kind))
    .map((route) =>
      refuse(table, route, `a gateway route table takes no route to a ${route.target.kind}`, GATEWAY_LINK),
    );
}

/** The target has to be in the VPC of the table. */
function elsewhere(table: RouteTable, homes: ReadonlyMap<string, string>): readonly Refusal[] {
  return table.routes
    .filter(({ target }) => (homes.get(target.id) ?? table.vpcId) !== table.vpcId)
    .map((route) =>
      refuse(table, route, `${table.id} and ${route.target.id} belong to different networks`, CREATE_LINK),
    );
}

function homesOf({ internetGateways, natGateways, networkInterfaces }: NetworkModel): ReadonlyMap<string, string> {
  const located = [...internetGateways, ...natGateways, ...networkInterfaces];
  return new Map(located.flatMap(({ id, vpcId }) => (vpcId === undefined ? [] : [[id, vpcId] as const])));
}
