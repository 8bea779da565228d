import type { Cidr, NetworkModel, Route, RouteTable, RouteTarget } from '../../../reachability/model';
import { knownCidrs, narrowed, partWithHost, widened } from '../cidrs';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';

/** Changes to the routes of subnets. */
export const routeMutators: Readonly<Record<string, Mutator>> = {
  'remove a route': withRoute(({ table, index, label }) =>
    edit('routeTables', table, `remove the route ${label}`, (one) => ({ ...one, routes: without(one.routes, index) })),
  ),
  'a blackhole': withRoute(({ table, index, label }) =>
    alter(table, index, `the route ${label} becomes a blackhole`, { state: 'blackhole' }),
  ),
  'another target': withRoute(({ table, index, label }, model, dice) => {
    const target = dice.pick(targets(model, table.vpcId));
    return target && alter(table, index, `the route ${label} to ${target.id}`, { target });
  }),
  'a narrower destination': withRoute(({ table, index, label, cidr }, _model, dice) =>
    withDestination(table, index, label, narrowed(cidr, dice)),
  ),
  'a wider destination': withRoute(({ table, index, label, cidr }, _model, dice) =>
    withDestination(table, index, label, widened(cidr, dice)),
  ),
  'add a route': withTable((table, model, dice) => {
    const [destination, target] = [dice.pick(knownCidrs(model)), dice.pick(targets(model, table.vpcId))];
    return destination !== undefined && target ? add(table, destination, target) : undefined;
  }),
  'add a more specific route': withRoute(({ table, cidr }, model, dice) => {
    const [destination, target] = [partWithHost(cidr, model, dice), dice.pick(targets(model, table.vpcId))];
    return destination !== undefined && target ? add(table, destination, target) : undefined;
  }),
};

interface Chosen {
  readonly table: RouteTable;
  readonly index: number;
  readonly label: string;
  readonly cidr: Cidr;
}

function withTable(make: (table: RouteTable, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const table = dice.pick(model.routeTables);
    return table && make(table, model, dice);
  };
}

/** Tables without routes of their own say nothing. */
function withRoute(make: (chosen: Chosen, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const table = dice.pick(model.routeTables.filter(({ routes }) => routes.some(isOwn)));
    const index = table && pickIndex(dice, table.routes, isOwn);
    const route = table?.routes[index ?? -1];
    if (!table || index === undefined || !route || typeof route.destination !== 'string') return undefined;
    return make({ table, index, label: `${route.destination} of ${table.id}`, cidr: route.destination }, model, dice);
  };
}

const isOwn = ({ origin, destination }: Route): boolean => origin !== 'local' && typeof destination === 'string';

function alter(table: RouteTable, index: number, name: string, changes: Partial<Route>): Mutation {
  return edit('routeTables', table, name, (one) => ({
    ...one,
    routes: replaced(one.routes, index, (route) => ({ ...route, ...changes })),
  }));
}

function withDestination(table: RouteTable, index: number, label: string, destination: Cidr): Mutation | undefined {
  if (table.routes.some((route) => route.destination === destination)) return undefined;
  return alter(table, index, `the route ${label} is for ${destination}`, { destination });
}

function add(table: RouteTable, destination: Cidr, target: RouteTarget): Mutation | undefined {
  if (table.routes.some((route) => route.destination === destination)) return undefined;
  const route: Route = { destination, target, origin: 'static', state: 'active' };
  return edit('routeTables', table, `add a route ${destination} to ${target.id} to ${table.id}`, (one) => ({
    ...one,
    routes: [...one.routes, route],
  }));
}

/** What a route of the VPC can lead to. */
function targets(model: NetworkModel, vpcId: string): readonly RouteTarget[] {
  const target =
    (kind: RouteTarget['kind']) =>
    ({ id }: { readonly id: string }): RouteTarget => ({ kind, id });
  const inVpc = <T extends { readonly vpcId?: string }>(list: readonly T[]): readonly T[] =>
    list.filter((one) => one.vpcId === vpcId);
  const attached = model.transitGatewayAttachments.flatMap(({ resource, transitGatewayId }) =>
    resource.kind === 'vpc' && resource.vpcId === vpcId ? [{ id: transitGatewayId }] : [],
  );
  const hosts = inVpc(model.networkInterfaces).filter(({ owner }) => owner.kind === 'instance');
  return [
    ...inVpc(model.internetGateways).map(target('internet-gateway')),
    ...inVpc(model.natGateways).map(target('nat-gateway')),
    ...model.vpcPeeringConnections
      .filter(({ requesterVpcId, accepterVpcId }) => [requesterVpcId, accepterVpcId].includes(vpcId))
      .map(target('vpc-peering-connection')),
    ...attached.map(target('transit-gateway')),
    ...hosts.map(target('network-interface')),
  ];
}
