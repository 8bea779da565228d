import type { NetworkModel, TransitGatewayAttachment } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html';

/** VPC attachments with two subnets of one zone or subnets of another VPC, and second ones of a VPC. */
export function attachmentRefusals({ transitGatewayAttachments, subnets }: NetworkModel): readonly Refusal[] {
  const known = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  const refuse = ({ id }: TransitGatewayAttachment, reason: string): Refusal => ({
    component: id,
    type: 'transit-gateway-attachment',
    reason,
    link: LINK,
  });
  const ofSubnets = transitGatewayAttachments.flatMap((attachment) => {
    const { resource } = attachment;
    if (resource.kind !== 'vpc') return [];
    const members = resource.subnetIds.flatMap((id) => known.get(id) ?? []);
    const sameZone = repeated(members, ({ availabilityZone }) => availabilityZone).map(({ id, availabilityZone }) =>
      refuse(attachment, `${id} is a second subnet of the Availability Zone ${availabilityZone}`),
    );
    const foreign = members
      .filter(({ vpcId }) => vpcId !== resource.vpcId)
      .map(({ id }) => refuse(attachment, `the subnet ${id} is not of ${resource.vpcId}`));
    return [...sameZone, ...foreign];
  });
  const second = repeated(transitGatewayAttachments, ({ transitGatewayId, resource }) =>
    resource.kind === 'vpc' ? `${transitGatewayId} ${resource.vpcId}` : undefined,
  ).map((attachment) => refuse(attachment, `its VPC is already attached to ${attachment.transitGatewayId}`));
  return [...ofSubnets, ...second];
}
