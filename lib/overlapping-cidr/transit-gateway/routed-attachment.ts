import { CfnRoute, CfnTransitGatewayAttachment, type ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface RoutedAttachmentProps {
  readonly transitGatewayId: string;
  readonly vpcId: string;

  /** One in each Availability Zone: a zone without one cannot reach the transit gateway. */
  readonly subnets: readonly ISubnet[];

  /** CIDR that the subnets' route tables send to the transit gateway. */
  readonly destination: string;
}

/** Attaches a VPC to the transit gateway by subnets that route to it. */
export class RoutedAttachment extends Construct {
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: RoutedAttachmentProps) {
    super(scope, id);
    const { transitGatewayId, vpcId, subnets, destination } = props;
    const attachment = new CfnTransitGatewayAttachment(this, 'Attachment', {
      transitGatewayId,
      vpcId,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
    });
    for (const [index, { routeTable }] of subnets.entries()) {
      const route = new CfnRoute(this, `Route${index + 1}`, {
        routeTableId: routeTable.routeTableId,
        destinationCidrBlock: destination,
        transitGatewayId,
      });
      route.addResourceDependency(attachment);
    }
    this.attachmentId = attachment.attrId;
  }
}
