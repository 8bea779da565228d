import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AcceptedShare } from '../accepted-share';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { NAT_CIDRS } from '../cidrs';
import { Side } from './side';
import { TranslatedName } from './translated-name';

export interface TransitGatewayNatConsumerStackProps extends AccountStackProps {
  /** Of VPC_A. */
  readonly service: Workload;
  readonly transitGatewayId: string;

  /** Of the service of VPC_B, translated. */
  readonly providerAddresses: readonly string[];

  /** Of the share whose invitation has to be accepted. @default - none has to */
  readonly invitedBy?: string;
}

/** Consumer's account, second: VPC_A on the same transit gateway. */
export class TransitGatewayNatConsumerStack extends AccountStack {
  readonly attachmentId: string;
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: TransitGatewayNatConsumerStackProps) {
    super(scope, id, { description: 'VPC_A on a transit gateway that translates', environment: props.environment });
    const { service, transitGatewayId, providerAddresses, invitedBy } = props;
    const [natCidr, otherNatCidr] = [NAT_CIDRS.consumer, NAT_CIDRS.provider];
    const side = new Side(this, 'VpcA', { service, transitGatewayId, natCidr, otherNatCidr });
    if (invitedBy) side.node.addDependency(new AcceptedShare(this, 'Share', invitedBy));
    const { vpc } = service.network;
    new TranslatedName(this, 'Name', { vpc, zoneName: 'service-b.internal', addresses: providerAddresses });
    this.attachmentId = side.attachmentId;
    this.addresses = side.addresses;
  }
}
