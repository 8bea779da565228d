import type { NetworkModel } from '../../../lib/reachability/model';

/** A part of a network that can be taken away, and the component that then has to change. */
export interface Piece {
  readonly component: string;
  readonly without: (model: NetworkModel) => NetworkModel;
}

/** Routes of a route table. */
export const routes = (tableId: string, destination: string): Piece => ({
  component: tableId,
  without: (model) => ({
    ...model,
    routeTables: model.routeTables.map((table) =>
      table.id === tableId
        ? { ...table, routes: table.routes.filter((route) => route.destination !== destination) }
        : table,
    ),
  }),
});

/** All rules of one direction of a security group. */
export const rules = (groupId: string, direction: 'ingress' | 'egress'): Piece => ({
  component: groupId,
  without: (model) => ({
    ...model,
    securityGroups: model.securityGroups.map((group) => (group.id === groupId ? { ...group, [direction]: [] } : group)),
  }),
});

/** All entries of one direction of a network ACL. */
export const entries = (networkAclId: string, egress: boolean): Piece => ({
  component: networkAclId,
  without: (model) => ({
    ...model,
    networkAcls: model.networkAcls.map((acl) =>
      acl.id === networkAclId ? { ...acl, entries: acl.entries.filter((entry) => entry.egress !== egress) } : acl,
    ),
  }),
});

/** Routes of a transit gateway route table. */
export const transitRoutes = (tableId: string, destination: string): Piece => ({
  component: tableId,
  without: (model) => ({
    ...model,
    transitGatewayRouteTables: model.transitGatewayRouteTables.map((table) =>
      table.id === tableId
        ? { ...table, routes: table.routes.filter((route) => route.destination !== destination) }
        : table,
    ),
  }),
});

/** The association of an attachment. */
export const association = (attachmentId: string): Piece => ({
  component: attachmentId,
  without: (model) => ({
    ...model,
    transitGatewayAttachments: model.transitGatewayAttachments.map(({ routeTableId, ...attachment }) => ({
      ...attachment,
      ...(attachment.id !== attachmentId && routeTableId !== undefined && { routeTableId }),
    })),
  }),
});

/** The acceptance of a peering connection. */
export const acceptance = (connectionId: string): Piece => ({
  component: connectionId,
  without: (model) => ({
    ...model,
    vpcPeeringConnections: model.vpcPeeringConnections.map((connection) =>
      connection.id === connectionId ? { ...connection, status: 'pending-acceptance' as const } : connection,
    ),
  }),
});

/** The public address of an interface. */
export const publicAddress = (id: string): Piece => ({
  component: id,
  without: (model) => ({
    ...model,
    networkInterfaces: model.networkInterfaces.map((each) =>
      each.id === id ? { ...each, addresses: each.addresses.map(({ privateIp }) => ({ privateIp })) } : each,
    ),
  }),
});

/** The listeners of a load balancer. */
export const listeners = (id: string): Piece => ({
  component: id,
  without: (model) => ({
    ...model,
    loadBalancers: model.loadBalancers.map((each) => (each.id === id ? { ...each, listeners: [] } : each)),
  }),
});

/** The targets of a target group. */
export const targets = (id: string): Piece => ({
  component: id,
  without: (model) => ({
    ...model,
    targetGroups: model.targetGroups.map((each) => (each.id === id ? { ...each, targets: [] } : each)),
  }),
});

/** Every choice of one to three pieces. */
export function choices(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const grow = (chosen: readonly Piece[], from: number): readonly (readonly Piece[])[] =>
    pieces.slice(from).flatMap((piece, index) => {
      const next = [...chosen, piece];
      return [next, ...(next.length < 3 ? grow(next, from + index + 1) : [])];
    });
  return grow([], 0);
}
