import { contains, parseCidr } from '../../reachability/ipv4';
import type { Route, RouteTable } from '../../reachability/model';
import { longestFirst, matchCidr } from './addresses';
import { type Draft, type Loser, lose } from './draft';
import { LATTICE_CIDR } from './lattice-range';
import type { Network } from './network';
import { NOWHERE, nowhereChain, type Router, type Zone } from './router';
import { prefixes } from './security-group';

/** Kernel table of the local routes of a VPC; zones have numbers above. */
export const LOCAL_TABLE = 1000;

const LATTICE_TABLE = 999;

interface Way {
  readonly destination: string;
  /** What follows the destination in `ip route add`, or `local`. */
  readonly to: string;
  readonly lost: Loser;
}

/**
 * The kernel tables of a router: one for each zone, chosen by the mark of what comes in, and the local routes, to which
 * a zone's table passes on what is meant for the VPC. Longest prefix first is the kernel's own doing.
 */
export function addRoutes(draft: Draft, network: Network, router: Router): ReadonlyMap<Zone, number> {
  const { namespace, local } = router;
  const zones = new Map<Zone, number>();
  for (const { zone } of router.ports) if (!zones.has(zone)) zones.set(zone, LOCAL_TABLE + 1 + zones.size);
  for (const [address, device] of local)
    namespace.ip.push(`route add ${address}/32 dev ${device} table ${LOCAL_TABLE}`);
  namespace.ip.push(`route add default ${NOWHERE} table ${LOCAL_TABLE}`, `rule add pref 200 lookup ${LOCAL_TABLE}`);
  const nowhere = nowhereChain(namespace);
  if (network.model.serviceNetworks.length > 0) {
    // No route table is asked for what goes to VPC Lattice or comes from it.
    for (const [address, device] of router.lattice) {
      namespace.ip.push(`route add ${address}/32 dev ${device} table ${LATTICE_TABLE}`);
    }
    namespace.ip.push(`route add default ${NOWHERE} table ${LATTICE_TABLE}`);
    namespace.ip.push(`rule add pref 50 to ${LATTICE_CIDR} lookup ${LATTICE_TABLE}`);
    const { id: component } = router.vpc;
    const reason = 'the VPC is associated with no service network that has it';
    nowhere.push(`ip daddr ${LATTICE_CIDR} ${lose(draft, namespace, { component, type: 'vpc', reason })}`);
  }
  for (const [zone, number] of zones) {
    const ways = waysOf(network, router, zone);
    if (ways.length > 0) namespace.ip.push(`rule add pref 100 fwmark ${number} lookup ${number}`);
    for (const { destination, to } of ways) {
      const line = to === 'local' ? `throw ${destination}` : `${destination} ${to}`;
      namespace.ip.push(`route add ${line} table ${number}`);
    }
    if (ways.some((way) => way.to !== 'local' && isInside(router, way))) {
      for (const [address, device] of neighbours(router, zone)) {
        namespace.ip.push(`route add ${address}/32 dev ${device} table ${number}`);
      }
    }
    const name = `nowhere-${number}`;
    const rules: string[] = [];
    for (const { destination, to, lost } of ways) {
      if (to === 'local' || to === NOWHERE)
        rules.push(`${matchCidr('daddr', destination)}${lose(draft, namespace, lost)}`);
    }
    if (zone.kind === 'gateway') rules.push(lose(draft, namespace, beyond(router, zone)));
    namespace.chains.set(name, rules);
    nowhere.push(`meta mark ${number} goto ${name}`);
  }
  nowhere.push('drop');
  return zones;
}

const isInside = ({ vpc }: Router, { destination }: Way): boolean =>
  vpc.cidrBlocks.some((block) => contains(parseCidr(block), parseCidr(destination).first));

/**
 * The interfaces of the same subnet, which no route table leads astray.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
function neighbours({ ports, local }: Router, zone: Zone): readonly (readonly [string, string])[] {
  if (zone.kind !== 'subnet') return [];
  const devices = new Set(
    ports.filter(({ subnet, within }) => within && subnet === zone.subnet).map((one) => one.device),
  );
  return [...local].filter(([, device]) => devices.has(device));
}

function beyond({ vpc }: Router, { component, type }: Extract<Zone, { readonly kind: 'gateway' }>): Loser {
  return { component, type, reason: `nothing in ${vpc.id} has the address, and from here there is no way further` };
}

function waysOf(network: Network, router: Router, zone: Zone): readonly Way[] {
  if (zone.kind === 'direct') {
    const lost = { component: router.vpc.id, type: 'vpc', reason: 'lost' } as const;
    return zone.ways.map(({ destination, device }) => ({ destination, to: `dev ${device}`, lost }));
  }
  const table = zone.kind === 'subnet' ? network.routeTables.get(zone.subnet.routeTableId) : zone.routeTable;
  if (zone.kind === 'gateway' && !table) return localWays(router);
  const found = new Map<string, { readonly rank: number; readonly way: Way }>();
  const offer = (rank: number, way: Way): void => {
    const { first, prefixLength } = parseCidr(way.destination);
    const key = `${first}/${prefixLength}`;
    const known = found.get(key);
    if (!known || known.rank > rank) found.set(key, { rank, way });
  };
  for (const way of localWays(router)) offer(0, way);
  for (const route of table?.routes ?? []) {
    const byList = typeof route.destination !== 'string';
    const rank = route.origin === 'local' ? 0 : (route.origin === 'static' ? 1 : 3) + (byList ? 1 : 0);
    for (const destination of destinations(network, route)) offer(rank, wayOf(router, zone, table, route, destination));
  }
  const component = table?.id ?? (zone.kind === 'subnet' ? zone.subnet.id : router.vpc.id);
  const nothing = { component, type: 'route-table', reason: 'no route' } as const;
  if (zone.kind === 'subnet') offer(9, { destination: '0.0.0.0/0', to: NOWHERE, lost: nothing });
  return longestFirst([...found.values()].map(({ way }) => way));
}

function localWays({ vpc }: Router): readonly Way[] {
  const reason = `no network interface in ${vpc.id} has the address, and the local route keeps it there`;
  return vpc.cidrBlocks.map((destination) => ({
    destination,
    to: 'local',
    lost: { component: vpc.id, type: 'vpc', reason },
  }));
}

const destinations = (network: Network, { destination }: Route): readonly string[] =>
  typeof destination === 'string' ? [destination] : prefixes(network, destination.prefixListId);

function wayOf(
  { vpc, exits, missing }: Router,
  zone: Zone,
  table: RouteTable | undefined,
  { id, target, state }: Route,
  destination: string,
): Way {
  if (target.kind === 'local') {
    const reason = `no network interface in ${vpc.id} has the address, and the local route keeps it there`;
    return { destination, to: 'local', lost: { component: vpc.id, type: 'vpc', reason } };
  }
  const component = id ?? table?.id ?? vpc.id;
  const lost = (reason: string): Way => ({
    destination,
    to: NOWHERE,
    lost: { component, type: 'route-table', reason },
  });
  if (state === 'blackhole') return lost(`the route ${destination} to ${target.id} is a blackhole`);
  const name = `${target.kind} ${target.id}`;
  const inZone = zone.kind === 'subnet' ? `${name} ${zone.subnet.availabilityZone}` : name;
  const device = exits.get(inZone) ?? exits.get(name);
  if (device !== undefined) {
    const leads = { component, type: 'route-table', reason: `the route ${destination} leads to ${target.id}` } as const;
    return { destination, to: `dev ${device}`, lost: leads };
  }
  const reason = `nothing is where the route to ${target.id} leads`;
  const nothing: Loser =
    target.kind === 'transit-gateway'
      ? { component: target.id, type: 'transit-gateway', reason: `${vpc.id} has no attachment to it` }
      : { component, type: 'route-table', reason };
  return { destination, to: NOWHERE, lost: missing.get(inZone) ?? missing.get(name) ?? nothing };
}
