import {
  CfnTransitGateway,
  CfnTransitGatewayAttachment,
  CfnTransitGatewayRouteTable,
  CfnTransitGatewayRouteTableAssociation,
  CfnTransitGatewayRouteTablePropagation,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import type { WorkloadVpc } from '../constructs/workload-vpc';

/**
 * A transit gateway with one route table that knows the attached VPCs and nothing else: what is attached later is not
 * joined by default.
 *
 * The attachments share the workload subnets, one for each zone, because a zone without attachment is cut off. AWS advises
 * small subnets of their own, for network ACLs that treat the gateway differently; there are none here, and what does not
 * exist needs no route table.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-best-design-practices.html
 */
export class TransitGateway extends Construct {
  readonly transitGatewayId: string;
  /** All of them. */
  readonly attachments: IDependable;

  /** @param networks what is attached, by the ids of the attachments */
  constructor(scope: Construct, id: string, networks: Readonly<Record<string, WorkloadVpc>>) {
    super(scope, id);
    this.transitGatewayId = new CfnTransitGateway(this, 'Gateway', {
      description: 'Between the service on EKS and the service on ECS',
      autoAcceptSharedAttachments: 'disable',
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
      dnsSupport: 'enable',
      securityGroupReferencingSupport: 'enable',
      vpnEcmpSupport: 'disable',
    }).attrId;
    const { transitGatewayId } = this;
    const transitGatewayRouteTableId = new CfnTransitGatewayRouteTable(this, 'RouteTable', { transitGatewayId })
      .attrTransitGatewayRouteTableId;
    const attachments = new DependencyGroup();
    for (const [name, network] of Object.entries(networks)) {
      const attachment = this.attach(name, network);
      attachments.add(attachment);
      const transitGatewayAttachmentId = attachment.attrId;
      const ids = { transitGatewayRouteTableId, transitGatewayAttachmentId };
      new CfnTransitGatewayRouteTableAssociation(this, `${name}Association`, ids);
      new CfnTransitGatewayRouteTablePropagation(this, `${name}Propagation`, ids);
    }
    this.attachments = attachments;
  }

  private attach(name: string, { vpc, workloadSubnets }: WorkloadVpc): CfnTransitGatewayAttachment {
    return new CfnTransitGatewayAttachment(this, `${name}Attachment`, {
      transitGatewayId: this.transitGatewayId,
      vpcId: vpc.vpcId,
      subnetIds: workloadSubnets.map(({ subnetId }) => subnetId),
      options: { DnsSupport: 'enable', SecurityGroupReferencingSupport: 'enable' },
    });
  }
}
