import type { Box } from './boxes';
import type { Frame } from './frames';
import type { Resource, Resources } from './resources';

/**
 * Arrows from tiers of subnets to the gateways that their route tables lead to.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
 */
export function routesOf(resources: Resources, frames: readonly Frame[], boxes: readonly Box[]): readonly string[] {
  const tiers = frames.flatMap((frame) => frame.frames);
  const associations = resources.ofType('AWS::EC2::SubnetRouteTableAssociation');
  return resources.ofType('AWS::EC2::Route').flatMap((route) => {
    const { RouteTableId, NatGatewayId, GatewayId } = route.properties;
    const tables = resources.referredTo(route, RouteTableId);
    const subnets = associations
      .filter((one) => resources.referredTo(one, one.properties.RouteTableId).some((table) => tables.includes(table)))
      .flatMap((one) => resources.referredTo(one, one.properties.SubnetId));
    const heads = boxesWith(resources.referredTo(route, [NatGatewayId, GatewayId]), boxes);
    return tiers
      .filter((tier) => tier.subnets.some((subnet) => subnets.includes(subnet)))
      .flatMap((tier) => heads.filter((box) => !tier.boxes.includes(box)).map((box) => `${tier.id} --> ${box.id}`));
  });
}

const boxesWith = (wanted: readonly Resource[], boxes: readonly Box[]): readonly Box[] =>
  boxes.filter((box) => box.resources.some((resource) => wanted.includes(resource)));
