import { CfnNatGateway, CfnRoute } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AcceptedShare } from '../accepted-share';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { ROUTABLE_CIDRS } from '../cidrs';
import { RoutedAttachment } from '../transit-gateway/routed-attachment';
import { RoutableSubnets } from './routable-subnets';

export interface PrivateNatConsumerStackProps extends AccountStackProps {
  /** Who calls. */
  readonly caller: Workload;
  readonly transitGatewayId: string;

  /** Of the share whose invitation has to be accepted. @default - none has to */
  readonly invitedBy?: string;
}

/**
 * Consumer's account, second: private NAT gateways. One in each Availability Zone, so that a zone that fails takes only
 * its own callers with it and none pays for crossing zones; one alone would save 0.045 USD x 730 h = 32.85 USD a month.
 */
export class PrivateNatConsumerStack extends AccountStack {
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: PrivateNatConsumerStackProps) {
    super(scope, id, { description: 'Reaches VPC_B from routable addresses', environment: props.environment });
    const { network } = props.caller;
    const { subnets, zones } = new RoutableSubnets(this, 'Routable', { network, cidr: ROUTABLE_CIDRS.consumer });
    const attachment = new RoutedAttachment(this, 'Attachment', {
      transitGatewayId: props.transitGatewayId,
      vpcId: network.vpc.vpcId,
      subnets,
      destination: ROUTABLE_CIDRS.provider,
    });
    if (props.invitedBy) attachment.node.addDependency(new AcceptedShare(this, 'Share', props.invitedBy));
    for (const [index, { routable, workload }] of zones.entries()) {
      const natGateway = new CfnNatGateway(this, `NatGateway${index + 1}`, {
        connectivityType: 'private',
        subnetId: routable.subnetId,
      });
      new CfnRoute(this, `WorkloadRoute${index + 1}`, {
        routeTableId: workload.routeTable.routeTableId,
        destinationCidrBlock: ROUTABLE_CIDRS.provider,
        natGatewayId: natGateway.attrNatGatewayId,
      });
    }
    this.attachmentId = attachment.attachmentId;
  }
}
