import type { Box } from './boxes';
import type { Frame } from './frames';
import type { Resources } from './resources';

/**
 * Arrows from tiers of subnets to the gateways that their route tables lead to: NAT gateways, internet gateways, gateway endpoints.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function routesOf(resources: Resources, frames: readonly Frame[], boxes: readonly Box[]): readonly string[] {
  const tiers = frames.flatMap((frame) => frame.frames);
  const associations = resources.ofType('AWS::EC2::SubnetRouteTableAssociation');
  const ways = [
    ...resources.ofType('AWS::EC2::Route').map((route) => {
      const { RouteTableId, NatGatewayId, GatewayId } = route.properties;
      return { from: route, tables: RouteTableId, to: resources.referredTo(route, [NatGatewayId, GatewayId]) };
    }),
    // A gateway endpoint puts its own routes into tables.
    ...resources
      .ofType('AWS::EC2::VPCEndpoint')
      .map((endpoint) => ({ from: endpoint, tables: endpoint.properties.RouteTableIds, to: [endpoint] })),
  ];
  return ways.flatMap(({ from, tables, to }) => {
    const named = resources.referredTo(from, tables);
    const subnets = associations
      .filter((one) => resources.referredTo(one, one.properties.RouteTableId).some((table) => named.includes(table)))
      .flatMap((one) => resources.referredTo(one, one.properties.SubnetId));
    const heads = boxes.filter((box) => box.resources.some((resource) => to.includes(resource)));
    return tiers
      .filter((tier) => tier.subnets.some((subnet) => subnets.includes(subnet)))
      .flatMap((tier) => heads.filter((box) => !tier.boxes.includes(box)).map((box) => `${tier.id} --> ${box.id}`));
  });
}
