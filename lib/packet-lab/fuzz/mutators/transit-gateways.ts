import type { NetworkModel, TransitGatewayRoute, TransitGatewayRouteTable } from '../../../reachability/model';
import { altered, knownCidrs, partWithHost } from '../cidrs';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';

/** Changes to transit gateways: routes, associations and propagations. */
export const transitGatewayMutators: Readonly<Record<string, Mutator>> = {
  'remove a route or propagation': withRoute(({ table, index, label }) =>
    edit('transitGatewayRouteTables', table, `remove ${label}`, (one) => ({
      ...one,
      routes: without(one.routes, index),
    })),
  ),
  'a blackhole': withRoute(({ table, index, label, route }) =>
    alter(table, index, `${label} becomes a blackhole`, { ...route, attachmentId: undefined, origin: 'static' }),
  ),
  'another attachment': withRoute(({ table, index, label, route }, model, dice) => {
    const attachmentId = anyAttachment(model, table, dice);
    return attachmentId === undefined
      ? undefined
      : alter(table, index, `${label} to ${attachmentId}`, { ...route, attachmentId, origin: 'static' });
  }),
  'another destination': withRoute(({ table, index, label, route }, model, dice) => {
    const destination = altered(route.destination, model, dice);
    return alter(table, index, `${label} is for ${destination}`, { ...route, destination, origin: 'static' });
  }),
  'add a more specific route': withRoute(({ table, route }, model, dice) =>
    add(table, partWithHost(route.destination, model, dice), model, dice),
  ),
  'add a route': (model, dice) => {
    const table = dice.pick(model.transitGatewayRouteTables);
    return table && add(table, dice.pick(knownCidrs(model)), model, dice);
  },
  'another association': (model, dice) => {
    const attachment = dice.pick(model.transitGatewayAttachments);
    const tables = model.transitGatewayRouteTables.filter(
      ({ transitGatewayId }) => transitGatewayId === attachment?.transitGatewayId,
    );
    const table = dice.pick([undefined, ...tables]);
    if (!attachment) return undefined;
    const name = `${attachment.id} is associated with ${table?.id ?? 'nothing'}`;
    return edit('transitGatewayAttachments', attachment, name, ({ routeTableId: _, ...one }) => ({
      ...one,
      ...(table && { routeTableId: table.id }),
    }));
  },
  'security group referencing': (model, dice) => {
    const gateway = dice.pick(model.transitGateways);
    return (
      gateway &&
      edit('transitGateways', gateway, `${gateway.id}: security group referencing the other way`, (one) => ({
        ...one,
        securityGroupReferencing: !one.securityGroupReferencing,
      }))
    );
  },
};

interface Chosen {
  readonly table: TransitGatewayRouteTable;
  readonly index: number;
  readonly route: TransitGatewayRoute;
  readonly label: string;
}

function withRoute(make: (chosen: Chosen, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const table = dice.pick(model.transitGatewayRouteTables.filter(({ routes }) => routes.length > 0));
    const index = table && pickIndex(dice, table.routes);
    const route = table?.routes[index ?? -1];
    if (!table || index === undefined || !route) return undefined;
    return make({ table, index, route, label: `the route ${route.destination} of ${table.id}` }, model, dice);
  };
}

function alter(table: TransitGatewayRouteTable, index: number, name: string, route: TransitGatewayRoute): Mutation {
  return edit('transitGatewayRouteTables', table, name, (one) => ({
    ...one,
    routes: replaced(one.routes, index, () => route),
  }));
}

function add(
  table: TransitGatewayRouteTable,
  destination: string | undefined,
  model: NetworkModel,
  dice: Dice,
): Mutation | undefined {
  if (destination === undefined) return undefined;
  const attachmentId = dice.number(0, 3) === 0 ? undefined : anyAttachment(model, table, dice);
  const route: TransitGatewayRoute = { destination, attachmentId, origin: 'static' };
  const name = `add a route ${destination} to ${attachmentId ?? 'nowhere'} to ${table.id}`;
  return edit('transitGatewayRouteTables', table, name, (one) => ({ ...one, routes: [...one.routes, route] }));
}

function anyAttachment(model: NetworkModel, table: TransitGatewayRouteTable, dice: Dice): string | undefined {
  const all = model.transitGatewayAttachments.filter((one) => one.transitGatewayId === table.transitGatewayId);
  return dice.pick(all)?.id;
}
