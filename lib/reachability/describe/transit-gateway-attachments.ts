import type * as ec2 from '@aws-sdk/client-ec2';
import type { TransitGatewayAttachment } from '../model';
import type { Answers, Item } from './answers';
import { component, present } from './component';
import { itemsOf, listOf } from './items';
import { readNatRules } from './transit-gateway-nat';

interface Associations {
  readonly TransitGatewayRouteTableId?: string;
  readonly Associations?: readonly ec2.TransitGatewayRouteTableAssociation[];
}

type Row = ec2.TransitGatewayAttachment;

const STATES: Readonly<Record<string, TransitGatewayAttachment['state']>> = {
  available: 'available',
  modifying: 'available',
  pendingAcceptance: 'pending-acceptance',
};

/** Attachments that work, or that wait for somebody to accept them: deleted ones stay listed for a while. */
export function readAttachments(answers: Answers): readonly TransitGatewayAttachment[] {
  const all = listOf<Row>(answers, 'TransitGatewayAttachments');
  // Without the list of all attachments the kinds of attachments tell the same, but for the association.
  const ofVpcs = listOf<ec2.TransitGatewayVpcAttachment>(answers, 'TransitGatewayVpcAttachments').map(
    ({ row: { VpcId, VpcOwnerId, Options: _, ...row }, ...where }) => ({
      ...where,
      row: { ...row, ResourceType: 'vpc', ResourceId: VpcId, ResourceOwnerId: VpcOwnerId } as Row,
    }),
  );
  const ofPeerings = listOf<ec2.TransitGatewayPeeringAttachment>(answers, 'TransitGatewayPeeringAttachments').flatMap(
    ends,
  );
  const merged = itemsOf<Row>(new Map([['attachments', [...all, ...ofVpcs, ...ofPeerings]]]), 'attachments', keyOf);
  const vpcAttachments = new Map(
    itemsOf<ec2.TransitGatewayVpcAttachment>(answers, 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId').map(
      ({ id, row }) => [id, row],
    ),
  );
  const ids = uniqueIds(merged.map(({ row }) => row));
  return merged.flatMap((item): readonly TransitGatewayAttachment[] => {
    const { row } = item;
    const id = row.TransitGatewayAttachmentId ?? '';
    const state = STATES[row.State ?? 'available'];
    if (!state) return [];
    return [
      {
        ...component(ids.get(keyOf(row)) ?? id, { ...item, row: { OwnerId: ownerOf(row), Tags: row.Tags } }),
        transitGatewayId: row.TransitGatewayId ?? '',
        resource: resourceOf(answers, row, vpcAttachments.get(id), ids),
        state,
        routeTableId: routeTableOf(answers, row),
        natRules: readNatRules(answers, id),
      },
    ];
  });
}

/** A VPC's end belongs to the VPC's account, the end of a peering to the transit gateway's. */
function ownerOf({ ResourceType, ResourceOwnerId, TransitGatewayOwnerId }: Row): string | undefined {
  return ResourceType === 'vpc' ? ResourceOwnerId : TransitGatewayOwnerId;
}

function keyOf({ TransitGatewayAttachmentId, TransitGatewayId }: Row): string {
  return `${TransitGatewayAttachmentId}@${TransitGatewayId}`;
}

/** The two ends of a peering may have one id; the one that comes second gets its transit gateway's id behind it. */
function uniqueIds(rows: readonly Row[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    rows.map((row) => {
      const id = row.TransitGatewayAttachmentId ?? '';
      const unique = taken.has(id) ? keyOf(row) : id;
      taken.add(unique);
      return [keyOf(row), unique];
    }),
  );
}

function ends({ row, ...where }: Item<ec2.TransitGatewayPeeringAttachment>): readonly Item<Row>[] {
  const { TransitGatewayAttachmentId, AccepterTransitGatewayAttachmentId, RequesterTgwInfo, AccepterTgwInfo } = row;
  const end = (id: string | undefined, own: ec2.PeeringTgwInfo, other: ec2.PeeringTgwInfo): Item<Row> => ({
    ...where,
    row: {
      TransitGatewayAttachmentId: id,
      TransitGatewayId: own.TransitGatewayId,
      ResourceType: 'peering',
      ResourceId: other.TransitGatewayId,
      State: row.State,
    },
  });
  if (!RequesterTgwInfo || !AccepterTgwInfo) return [];
  return [
    end(TransitGatewayAttachmentId, RequesterTgwInfo, AccepterTgwInfo),
    end(AccepterTransitGatewayAttachmentId ?? TransitGatewayAttachmentId, AccepterTgwInfo, RequesterTgwInfo),
  ];
}

function resourceOf(
  answers: Answers,
  row: Row,
  vpcAttachment: ec2.TransitGatewayVpcAttachment | undefined,
  ids: ReadonlyMap<string, string>,
): TransitGatewayAttachment['resource'] {
  const { TransitGatewayAttachmentId = '', TransitGatewayId = '', ResourceId = '', ResourceType = '' } = row;
  if (ResourceType === 'vpc') {
    const { SubnetIds = [], Options } = vpcAttachment ?? {};
    return {
      kind: 'vpc',
      vpcId: ResourceId,
      subnetIds: SubnetIds.length > 0 ? SubnetIds : subnetsOfInterfaces(answers, TransitGatewayAttachmentId),
      applianceMode: Options?.ApplianceModeSupport === 'enable',
      // On unless switched off; what was asked before the option existed does not have it.
      securityGroupReferencing: Options?.SecurityGroupReferencingSupport !== 'disable',
    };
  }
  if (ResourceType === 'peering' || ResourceType === 'tgw-peering') {
    const peer = peerOf(answers, TransitGatewayAttachmentId, ResourceId);
    const peerAttachmentId = ids.get(`${peer}@${ResourceId}`) ?? `${peer}@${ResourceId}`;
    return { kind: 'peering', peerAttachmentId, peerTransitGatewayId: ResourceId };
  }
  return { kind: 'unknown', id: ResourceId || `${ResourceType} of ${TransitGatewayId}` };
}

function peerOf(answers: Answers, id: string, peerTransitGatewayId: string): string {
  for (const { row } of listOf<ec2.TransitGatewayPeeringAttachment>(answers, 'TransitGatewayPeeringAttachments')) {
    const [requester, accepter] = [
      row.TransitGatewayAttachmentId,
      row.AccepterTransitGatewayAttachmentId ?? row.TransitGatewayAttachmentId,
    ];
    if (requester === id && row.AccepterTgwInfo?.TransitGatewayId === peerTransitGatewayId) return accepter ?? id;
    if (accepter === id && row.RequesterTgwInfo?.TransitGatewayId === peerTransitGatewayId) return requester ?? id;
  }
  return id;
}

function subnetsOfInterfaces(answers: Answers, attachment: string): readonly string[] {
  return listOf<ec2.NetworkInterface>(answers, 'NetworkInterfaces')
    .filter(({ row }) => row.Description?.endsWith(attachment))
    .map(({ row }) => row.SubnetId)
    .filter(present);
}

function routeTableOf(answers: Answers, row: Row): string | undefined {
  const { Association, TransitGatewayAttachmentId: id, TransitGatewayId } = row;
  if (Association) return Association.State === 'associated' ? Association.TransitGatewayRouteTableId : undefined;
  const tables = new Map(
    itemsOf<ec2.TransitGatewayRouteTable>(answers, 'TransitGatewayRouteTables', 'TransitGatewayRouteTableId').map(
      (table) => [table.id, table.row],
    ),
  );
  const associated = listOf<Associations>(answers, 'TransitGatewayRouteTableAssociations').find(
    ({ row: { TransitGatewayRouteTableId = '', Associations = [] } }) =>
      tables.get(TransitGatewayRouteTableId)?.TransitGatewayId === TransitGatewayId &&
      Associations.some(
        ({ TransitGatewayAttachmentId, State }) => TransitGatewayAttachmentId === id && State === 'associated',
      ),
  )?.row.TransitGatewayRouteTableId;
  if (associated) return associated;
  // Neither answer asked for: then it is what the transit gateway does with new attachments.
  if (answers.has('TransitGatewayAttachments') || answers.has('TransitGatewayRouteTableAssociations')) return undefined;
  const options = itemsOf<ec2.TransitGateway>(answers, 'TransitGateways', 'TransitGatewayId').find(
    (one) => one.id === TransitGatewayId,
  )?.row.Options;
  return options?.DefaultRouteTableAssociation === 'enable' ? options.AssociationDefaultRouteTableId : undefined;
}
