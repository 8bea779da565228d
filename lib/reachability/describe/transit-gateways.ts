import type * as ec2 from '@aws-sdk/client-ec2';
import type { NetworkModel, TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable } from '../model';
import type { Answers, Item } from './answers';
import { component, present } from './component';
import { itemsOf, listOf } from './items';
import { readAttachments } from './transit-gateway-attachments';
import { propagatesNat } from './transit-gateway-nat';

interface Routes {
  readonly TransitGatewayRouteTableId?: string;
  readonly Routes?: readonly ec2.TransitGatewayRoute[];
}

interface Propagations {
  readonly TransitGatewayRouteTableId?: string;
  readonly TransitGatewayRouteTablePropagations?: readonly ec2.TransitGatewayRouteTablePropagation[];
}

type TransitGateways = Pick<
  NetworkModel,
  'transitGateways' | 'transitGatewayAttachments' | 'transitGatewayRouteTables' | 'notModelled'
>;

/** Transit gateways that work now, with what is attached to them. */
export function readTransitGateways(answers: Answers, { vpcs }: Pick<NetworkModel, 'vpcs'>): TransitGateways {
  const transitGateways = itemsOf<ec2.TransitGateway>(answers, 'TransitGateways', 'TransitGatewayId')
    .filter(({ row }) => isThere(row.State))
    .map((item) => ({
      ...component(item.id, item),
      securityGroupReferencing: item.row.Options?.SecurityGroupReferencingSupport === 'enable',
    }));
  const attachments = readAttachments(answers);
  const cidrs = new Map(vpcs.map(({ id, cidrBlocks }) => [id, cidrBlocks]));
  const tables = itemsOf<ec2.TransitGatewayRouteTable>(
    answers,
    'TransitGatewayRouteTables',
    'TransitGatewayRouteTableId',
  )
    .filter(({ row }) => isThere(row.State))
    .map((item) => readTable(answers, item, attachments, cidrs));
  return {
    transitGateways,
    transitGatewayAttachments: attachments,
    transitGatewayRouteTables: tables.map(({ table }) => table),
    notModelled: tables.flatMap(({ table, unknown }) =>
      unknown.map((id) => ({
        id: table.id,
        type: 'TransitGatewayRouteTablePropagation',
        reason: `what ${id} propagates is not known`,
        touches: [table.id, id],
      })),
    ),
  };
}

function isThere(state: string | undefined): boolean {
  return state === undefined || state === 'available' || state === 'modifying';
}

function readTable(
  answers: Answers,
  item: Item<ec2.TransitGatewayRouteTable> & { readonly id: string },
  attachments: readonly TransitGatewayAttachment[],
  cidrs: ReadonlyMap<string, readonly string[]>,
): { readonly table: TransitGatewayRouteTable; readonly unknown: readonly string[] } {
  const transitGatewayId = item.row.TransitGatewayId ?? '';
  const ofTable = <Row extends { readonly TransitGatewayRouteTableId?: string }>(key: string): readonly Row[] =>
    listOf<Row>(answers, key)
      .map(({ row }) => row)
      .filter(({ TransitGatewayRouteTableId }) => TransitGatewayRouteTableId === item.id);
  // Both ends of a peering have the same id; the one of this transit gateway is meant.
  const attachmentOf = (id: string | undefined): TransitGatewayAttachment | undefined =>
    attachments.find(
      (one) => one.transitGatewayId === transitGatewayId && (one.id === id || one.id.startsWith(`${id}@`)),
    );
  const searched = [
    ...ofTable<Routes>('TransitGatewayStaticRoutes'),
    ...ofTable<Routes>('TransitGatewayRoutes'),
  ].flatMap(({ Routes = [] }) =>
    Routes.flatMap((route): readonly TransitGatewayRoute[] => {
      const { DestinationCidrBlock: destination, State, Type, TransitGatewayAttachments = [] } = route;
      if (!destination || destination.includes(':') || State === 'deleted') return [];
      const origin = Type === 'propagated' ? 'propagated' : 'static';
      const via = TransitGatewayAttachments.map(
        ({ TransitGatewayAttachmentId }) => attachmentOf(TransitGatewayAttachmentId)?.id,
      );
      // A route to an attachment that is gone leads nowhere, whatever its state says.
      const targets = State === 'blackhole' || via.length === 0 ? [undefined] : via;
      return targets.map((attachmentId) => ({ destination, attachmentId, origin }));
    }),
  );
  const enabled = ofTable<Propagations>('TransitGatewayPropagations')
    .flatMap(({ TransitGatewayRouteTablePropagations = [] }) => TransitGatewayRouteTablePropagations)
    .filter(({ State }) => State === undefined || State === 'enabled')
    .map(({ TransitGatewayAttachmentId }) => attachmentOf(TransitGatewayAttachmentId))
    .filter(present);
  const propagated = enabled.flatMap(({ id, resource, natRules }) => {
    const destinations = resource.kind === 'vpc' ? cidrs.get(resource.vpcId) : undefined;
    const translated = propagatesNat(answers, id) ? natRules.map(({ natCidr }) => natCidr) : [];
    return [...(destinations ?? []), ...translated].map(
      (destination): TransitGatewayRoute => ({ destination, attachmentId: id, origin: 'propagated' }),
    );
  });
  const routes = new Map([...searched, ...propagated].map((route) => [Object.values(route).join(' '), route]));
  return {
    table: { ...component(item.id, item), transitGatewayId, routes: [...routes.values()] },
    unknown: enabled
      .filter(
        ({ id, resource }) =>
          !(resource.kind === 'vpc' && cidrs.has(resource.vpcId)) &&
          !searched.some((route) => route.attachmentId === id),
      )
      .map(({ id }) => id),
  };
}
