import { type Building, componentOf, existing, type Family } from '../building';
import { callsOf } from '../calls';
import { addInterfaces, subnetIdsOf } from '../interfaces';
import { booleanOf, idOf, objectOf, optionalTextOf } from '../properties';
import type { Resource } from '../stack';
import { applyDefaults } from './transit-gateway-routing';
import {
  defaultRouteTableId,
  peerAttachmentId,
  TRANSIT_GATEWAY,
  TRANSIT_GATEWAY_ROUTE_TABLE,
  VPC_ATTACHMENTS,
} from './transit-gateway-types';

/** Transit gateways, their VPC and peering attachments and route tables. */
export const transitGatewayFamily: Family = {
  [TRANSIT_GATEWAY]: {
    network: (resource, { draft }) => {
      const { SecurityGroupReferencingSupport } = resource.properties;
      draft.transitGateways.set(resource.id, {
        ...componentOf(resource),
        securityGroupReferencing: booleanOf(SecurityGroupReferencingSupport, 'SecurityGroupReferencingSupport', false),
      });
      const { DefaultRouteTableAssociation, DefaultRouteTablePropagation } = resource.properties;
      // Without either there is no default route table.
      if (DefaultRouteTableAssociation === 'disable' && DefaultRouteTablePropagation === 'disable') return;
      const id = defaultRouteTableId(resource.id);
      const component = { ...componentOf(resource), id, name: `${resource.name}/DefaultRouteTable` };
      draft.transitGatewayRouteTables.set(id, { ...component, transitGatewayId: resource.id, routes: [] });
    },
  },
  [TRANSIT_GATEWAY_ROUTE_TABLE]: {
    parts: (resource, { draft }) => {
      const transitGatewayId = idOf(resource.properties.TransitGatewayId, 'TransitGatewayId', TRANSIT_GATEWAY);
      draft.transitGatewayRouteTables.set(resource.id, { ...componentOf(resource), transitGatewayId, routes: [] });
    },
  },
  [VPC_ATTACHMENTS[0]]: { interfaces: addVpcAttachment, effects: applyDefaults },
  [VPC_ATTACHMENTS[1]]: { interfaces: addVpcAttachment, effects: applyDefaults },
  'AWS::EC2::TransitGatewayPeeringAttachment': {
    interfaces: addPeeringAttachments,
    effects: (resource, building) => {
      applyDefaults(resource, building);
      applyDefaults({ id: peerAttachmentId(resource.id) }, building);
    },
  },
};

function addVpcAttachment(resource: Resource, building: Building): void {
  const { Options, SubnetIds, TransitGatewayId, VpcId } = resource.properties;
  const { draft, resources } = building;
  const transitGateway = existing(draft.transitGateways, idOf(TransitGatewayId, 'TransitGatewayId', TRANSIT_GATEWAY));
  const vpc = existing(draft.vpcs, idOf(VpcId, 'VpcId', 'AWS::EC2::VPC'));
  const subnetIds = subnetIdsOf(SubnetIds, 'SubnetIds');
  const { ApplianceModeSupport, SecurityGroupReferencingSupport } = objectOf(Options, 'Options');
  const { AutoAcceptSharedAttachments } = resources.get(transitGateway.id)?.properties ?? {};
  const accepted =
    transitGateway.account === resource.stack.account ||
    optionalTextOf(AutoAcceptSharedAttachments, 'AutoAcceptSharedAttachments') === 'enable' ||
    callsOf(building, 'acceptTransitGatewayVpcAttachment', resource.id).length > 0;
  addInterfaces(building, {
    resource,
    subnetIds,
    securityGroupIds: [],
    owner: { kind: 'transit-gateway-attachment', id: resource.id },
    sourceDestCheck: false,
  });
  draft.transitGatewayAttachments.set(resource.id, {
    ...componentOf(resource),
    transitGatewayId: transitGateway.id,
    resource: {
      kind: 'vpc',
      vpcId: vpc.id,
      subnetIds,
      applianceMode: booleanOf(ApplianceModeSupport, 'ApplianceModeSupport', false),
      // Attachments allow it unless told otherwise; the transit gateway does not.
      // https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
      securityGroupReferencing: booleanOf(SecurityGroupReferencingSupport, 'SecurityGroupReferencingSupport', true),
    },
    state: accepted ? 'available' : 'pending-acceptance',
    natRules: [],
  });
}

/** A peering is one attachment on each side; the other side always has to accept it. */
function addPeeringAttachments(resource: Resource, building: Building): void {
  const { PeerTransitGatewayId, TransitGatewayId } = resource.properties;
  const { transitGateways, transitGatewayAttachments } = building.draft;
  const own = existing(transitGateways, idOf(TransitGatewayId, 'TransitGatewayId', TRANSIT_GATEWAY));
  const peer = existing(transitGateways, idOf(PeerTransitGatewayId, 'PeerTransitGatewayId', TRANSIT_GATEWAY));
  const accepted = callsOf(building, 'acceptTransitGatewayPeeringAttachment', resource.id).length > 0;
  const common = { state: accepted ? 'available' : 'pending-acceptance', natRules: [] } as const;
  const component = componentOf(resource);
  const peerId = peerAttachmentId(resource.id);
  transitGatewayAttachments.set(resource.id, {
    ...component,
    ...common,
    natRules: [],
    transitGatewayId: own.id,
    resource: { kind: 'peering', peerAttachmentId: peerId, peerTransitGatewayId: peer.id },
  });
  transitGatewayAttachments.set(peerId, {
    ...component,
    ...common,
    natRules: [],
    id: peerId,
    name: `${resource.name}/Peer`,
    account: peer.account,
    region: peer.region,
    transitGatewayId: peer.id,
    resource: { kind: 'peering', peerAttachmentId: resource.id, peerTransitGatewayId: own.id },
  });
}
