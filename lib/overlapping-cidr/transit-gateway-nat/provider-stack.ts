import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { NAT_CIDRS } from '../cidrs';
import type { Sharing } from '../share';
import { SharedTransitGateway } from '../transit-gateway/shared-transit-gateway';
import { Side } from './side';

export interface TransitGatewayNatProviderStackProps extends AccountStackProps {
  /** Of VPC_B. */
  readonly service: Workload;

  readonly sharing: Sharing;
}

/** Provider's account, first: the transit gateway, and VPC_B on it. */
export class TransitGatewayNatProviderStack extends AccountStack {
  readonly transitGatewayId: string;
  readonly attachmentId: string;
  readonly addresses: readonly string[];
  readonly shareArn?: string;

  constructor(scope: Construct, id: string, { environment, service, sharing }: TransitGatewayNatProviderStackProps) {
    super(scope, id, { description: 'VPC_B on a transit gateway that translates', environment });
    const { transitGatewayId, shareArn } = new SharedTransitGateway(this, 'Hub', sharing);
    const [natCidr, otherNatCidr] = [NAT_CIDRS.provider, NAT_CIDRS.consumer];
    const side = new Side(this, 'VpcB', { service, transitGatewayId, natCidr, otherNatCidr });
    this.transitGatewayId = transitGatewayId;
    this.attachmentId = side.attachmentId;
    this.addresses = side.addresses;
    this.shareArn = shareArn;
  }
}
