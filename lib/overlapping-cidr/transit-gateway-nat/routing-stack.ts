import type { Construct } from 'constructs';
import type { Workload } from '../../constructs/workload';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { NAT_CIDRS, VPC_CIDR } from '../cidrs';
import { TransitGatewayRoutes } from '../transit-gateway/transit-gateway-routes';
import { AttachmentNat } from './attachment-nat';
import { TranslatedName } from './translated-name';

export interface TransitGatewayNatRoutingStackProps extends AccountStackProps {
  /** Of VPC_B. */
  readonly service: Workload;
  readonly transitGatewayId: string;
  readonly attachmentIds: { readonly consumer: string; readonly provider: string };

  /** Of the service of VPC_A, translated. */
  readonly consumerAddresses: readonly string[];
}

/**
 * Provider's account, third: translation and routes. Only the owner of the transit gateway may configure NAT, also on an
 * attachment of another account.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGatewayAttachmentNatConfiguration.html
 */
export class TransitGatewayNatRoutingStack extends AccountStack {
  constructor(scope: Construct, id: string, props: TransitGatewayNatRoutingStackProps) {
    super(scope, id, { description: 'Translates and routes between the two VPCs', environment: props.environment });
    const { service, transitGatewayId, attachmentIds, consumerAddresses } = props;
    new AttachmentNat(this, 'ConsumerNat', {
      transitGatewayAttachmentId: attachmentIds.consumer,
      cidr: VPC_CIDR,
      natCidr: NAT_CIDRS.consumer,
    });
    new AttachmentNat(this, 'ProviderNat', {
      transitGatewayAttachmentId: attachmentIds.provider,
      cidr: service.network.cidr,
      natCidr: NAT_CIDRS.provider,
    });
    new TransitGatewayRoutes(this, 'Routes', {
      transitGatewayId,
      routes: [
        { name: 'Consumer', destination: NAT_CIDRS.consumer, attachmentId: attachmentIds.consumer },
        { name: 'Provider', destination: NAT_CIDRS.provider, attachmentId: attachmentIds.provider },
      ],
    });
    const { vpc } = service.network;
    new TranslatedName(this, 'Name', { vpc, zoneName: 'service-a.internal', addresses: consumerAddresses });
  }
}
