import {
  CfnTransitGatewayRoute,
  CfnTransitGatewayRouteTable,
  CfnTransitGatewayRouteTableAssociation,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface TransitGatewayRoutesProps {
  readonly transitGatewayId: string;

  /** CIDR and the attachment that leads to it. */
  readonly routes: readonly { readonly name: string; readonly destination: string; readonly attachmentId: string }[];
}

/**
 * One route table for all attachments. Its routes are static: of two VPCs with the same CIDR only the first is propagated.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export class TransitGatewayRoutes extends Construct {
  constructor(scope: Construct, id: string, { transitGatewayId, routes }: TransitGatewayRoutesProps) {
    super(scope, id);
    const routeTable = new CfnTransitGatewayRouteTable(this, 'RouteTable', { transitGatewayId });
    const transitGatewayRouteTableId = routeTable.attrTransitGatewayRouteTableId;
    for (const { name, destination, attachmentId } of routes) {
      new CfnTransitGatewayRouteTableAssociation(this, `${name}Association`, {
        transitGatewayRouteTableId,
        transitGatewayAttachmentId: attachmentId,
      });
      new CfnTransitGatewayRoute(this, `${name}Route`, {
        transitGatewayRouteTableId,
        transitGatewayAttachmentId: attachmentId,
        destinationCidrBlock: destination,
      });
    }
  }
}
