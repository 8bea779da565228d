import { CfnTransitGateway } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type Sharing, share } from '../share';

/** A transit gateway on which nothing is associated or propagated by itself, shared with the consumer's account. */
export class SharedTransitGateway extends Construct {
  readonly transitGatewayId: string;
  /** @default - one account, so that nothing is shared */
  readonly shareArn?: string;

  constructor(scope: Construct, id: string, sharing: Sharing) {
    super(scope, id);
    const transitGateway = new CfnTransitGateway(this, 'TransitGateway', {
      description: 'Connects two VPCs of the same CIDR',
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
      // Only the account that it is shared with can ask, and an attachment without a route table leads nowhere.
      autoAcceptSharedAttachments: 'enable',
    });
    this.transitGatewayId = transitGateway.attrId;
    this.shareArn = share(this, transitGateway.attrTransitGatewayArn, sharing);
  }
}
