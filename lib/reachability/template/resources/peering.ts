import { type Building, componentOf, existing, type Family } from '../building';
import { callsOf } from '../calls';
import { booleanOf, idOf, objectOf, optionalTextOf } from '../properties';

const VPC = 'AWS::EC2::VPC';
const PEERING = 'AWS::EC2::VPCPeeringConnection';

/** VPC peering connections; custom resources accept those between accounts and set their DNS options. */
export const peeringFamily: Family = {
  [PEERING]: {
    parts: (resource, building) => {
      const { VpcId, PeerVpcId, PeerOwnerId, PeerRoleArn } = resource.properties;
      const { vpcs } = building.draft;
      const requester = existing(vpcs, idOf(VpcId, 'VpcId', VPC));
      const accepter = existing(vpcs, idOf(PeerVpcId, 'PeerVpcId', VPC));
      const owner = optionalTextOf(PeerOwnerId, 'PeerOwnerId') ?? accepter.account;
      // CloudFormation accepts within an account, and with the role beyond it.
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html
      const accepted =
        owner === requester.account ||
        PeerRoleArn !== undefined ||
        callsOf(building, 'acceptVpcPeeringConnection', resource.id).length > 0;
      building.draft.vpcPeeringConnections.set(resource.id, {
        ...componentOf(resource),
        requesterVpcId: requester.id,
        accepterVpcId: accepter.id,
        status: accepted ? 'active' : 'pending-acceptance',
        allowDnsResolution: dnsResolution(building, resource.id),
      });
    },
  },
};

function dnsResolution(building: Building, id: string): { readonly requester: boolean; readonly accepter: boolean } {
  const asked = callsOf(building, 'modifyVpcPeeringConnectionOptions', id);
  const allows = (side: string) =>
    asked.some((parameters) => {
      const options = objectOf(parameters[side], side);
      return booleanOf(options.AllowDnsResolutionFromRemoteVpc, side, false);
    });
  return {
    requester: allows('RequesterPeeringConnectionOptions'),
    accepter: allows('AccepterPeeringConnectionOptions'),
  };
}
