import { type Building, existing, type Family, reportNotModelled } from '../building';
import type { DraftOf } from '../draft';
import { booleanOf, cidrOf, idOf, listOf, objectOf, optionalIdOf, optionalTextOf, textOf } from '../properties';
import type { Resource } from '../stack';
import type { Value } from '../value';
import {
  ATTACHMENTS,
  defaultRouteTableId,
  peerAttachmentId,
  TRANSIT_GATEWAY_ROUTE_TABLE,
} from './transit-gateway-types';

/** Associations, propagations, routes and NAT of transit gateway attachments. */
export const transitGatewayRoutingFamily: Family = {
  'AWS::EC2::TransitGatewayRouteTableAssociation': {
    links: (resource, building) => {
      const { table, attachment } = endsOf(resource, building);
      if (associatesByItself(building, attachment)) {
        const reason = 'AWS refuses it: the attachment is associated with the default route table already';
        reportNotModelled(building, resource, reason, [attachment.id]);
      }
      attachment.routeTableId = table.id;
    },
  },
  'AWS::EC2::TransitGatewayRouteTablePropagation': {
    effects: (resource, building) => {
      const { table, attachment } = endsOf(resource, building);
      propagate(building, attachment, table.id, resource.id);
    },
  },
  'AWS::EC2::TransitGatewayRoute': {
    links: (resource, building) => {
      const { Blackhole, DestinationCidrBlock } = resource.properties;
      const table = tableOf(resource, building);
      const destination = cidrOf(DestinationCidrBlock, 'DestinationCidrBlock');
      const attachmentId = booleanOf(Blackhole, 'Blackhole', false)
        ? undefined
        : endsOf(resource, building).attachment.id;
      table.routes.push({ id: resource.id, destination, attachmentId, origin: 'static' });
    },
  },
  'AWS::EC2::TransitGatewayAttachmentNatConfiguration': { effects: addNatRules },
};

type Attachment = DraftOf<'transitGatewayAttachments'>;

/** The default tables associate and propagate unless the transit gateway says otherwise. */
export function applyDefaults({ id }: Pick<Resource, 'id'>, building: Building): void {
  const { draft, resources } = building;
  const attachment = existing(draft.transitGatewayAttachments, id);
  const { properties } = existing(resources, attachment.transitGatewayId);
  const tableFor = (property: Value) =>
    optionalIdOf(property, 'a default route table', TRANSIT_GATEWAY_ROUTE_TABLE) ??
    defaultRouteTableId(attachment.transitGatewayId);
  if (associatesByItself(building, attachment)) {
    attachment.routeTableId ??= tableFor(properties.AssociationDefaultRouteTableId);
  }
  if (enabled(properties.DefaultRouteTablePropagation)) {
    propagate(building, attachment, tableFor(properties.PropagationDefaultRouteTableId), id);
  }
}

function associatesByItself({ resources }: Building, { transitGatewayId }: Attachment): boolean {
  return enabled(existing(resources, transitGatewayId).properties.DefaultRouteTableAssociation);
}

const enabled = (value: Value): boolean => (optionalTextOf(value, 'a default') ?? 'enable') === 'enable';

/** A VPC propagates all its CIDRs; a peering takes static routes only. */
function propagate({ draft }: Building, { id, resource }: Attachment, tableId: string, by: string): void {
  if (resource.kind !== 'vpc') return;
  const table = existing(draft.transitGatewayRouteTables, tableId);
  for (const destination of existing(draft.vpcs, resource.vpcId).cidrBlocks) {
    const known = table.routes.some((route) => route.attachmentId === id && route.destination === destination);
    if (!known) table.routes.push({ id: by, destination, attachmentId: id, origin: 'propagated' });
  }
}

/**
 * One-to-one NAT of an attachment. Unless the template says so, nobody knows whether AWS also routes the NAT CIDRs.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgatewayattachmentnatconfiguration.html
 */
function addNatRules(resource: Resource, building: Building): void {
  const { NatGatewayRules, NatGatewaySupport, NatSystemRouteSupport, TransitGatewayAttachmentId } = resource.properties;
  const id = idOf(TransitGatewayAttachmentId, 'TransitGatewayAttachmentId', ...ATTACHMENTS);
  const attachment = existing(building.draft.transitGatewayAttachments, id);
  if (textOf(NatGatewaySupport, 'NatGatewaySupport') !== 'enable') return;
  const rules = listOf(NatGatewayRules, 'NatGatewayRules').map((rule) => {
    const { MatchSourceCidr, NatCidr } = objectOf(rule, 'NatGatewayRules');
    return {
      id: resource.id,
      matchSourceCidr: cidrOf(MatchSourceCidr, 'MatchSourceCidr'),
      natCidr: cidrOf(NatCidr, 'NatCidr'),
    };
  });
  attachment.natRules.push(...rules);
  const routed = optionalTextOf(NatSystemRouteSupport, 'NatSystemRouteSupport');
  const table = building.draft.transitGatewayRouteTables.get(attachment.routeTableId ?? '');
  for (const { natCidr } of rules) {
    if (routed === 'enable')
      table?.routes.push({ id: resource.id, destination: natCidr, attachmentId: id, origin: 'propagated' });
  }
  if (routed === undefined && !rules.every(({ natCidr }) => hasRoute(building, attachment, natCidr))) {
    const reason = 'NatSystemRouteSupport is not given: whether the NAT CIDRs are routed is left to the attachment';
    reportNotModelled(building, resource, reason, [id]);
  }
}

function hasRoute({ draft }: Building, { id, transitGatewayId }: Attachment, destination: string): boolean {
  return [...draft.transitGatewayRouteTables.values()]
    .filter((table) => table.transitGatewayId === transitGatewayId)
    .some(({ routes }) => routes.some((route) => route.attachmentId === id && route.destination === destination));
}

function tableOf({ properties }: Resource, { draft }: Building): DraftOf<'transitGatewayRouteTables'> {
  const id = idOf(properties.TransitGatewayRouteTableId, 'TransitGatewayRouteTableId', TRANSIT_GATEWAY_ROUTE_TABLE);
  return existing(draft.transitGatewayRouteTables, id);
}

/** The route table and the attachment; of a peering the one on the table's transit gateway. */
function endsOf(resource: Resource, building: Building) {
  const table = tableOf(resource, building);
  const id = idOf(resource.properties.TransitGatewayAttachmentId, 'TransitGatewayAttachmentId', ...ATTACHMENTS);
  const attachments = building.draft.transitGatewayAttachments;
  const peer = attachments.get(peerAttachmentId(id));
  const attachment = peer?.transitGatewayId === table.transitGatewayId ? peer : existing(attachments, id);
  return { table, attachment };
}
