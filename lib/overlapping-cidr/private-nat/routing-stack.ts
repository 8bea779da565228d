import type { Construct } from 'constructs';
import { AccountStack, type AccountStackProps } from '../account-stack';
import { ROUTABLE_CIDRS } from '../cidrs';
import { TransitGatewayRoutes } from '../transit-gateway/transit-gateway-routes';

export interface PrivateNatRoutingStackProps extends AccountStackProps {
  readonly transitGatewayId: string;
  readonly attachmentIds: { readonly consumer: string; readonly provider: string };
}

/** Provider's account, third, as it owns the transit gateway: what it routes between the two attachments. */
export class PrivateNatRoutingStack extends AccountStack {
  constructor(scope: Construct, id: string, props: PrivateNatRoutingStackProps) {
    super(scope, id, { description: 'Routes between routable addresses only', environment: props.environment });
    const { transitGatewayId, attachmentIds } = props;
    new TransitGatewayRoutes(this, 'Routes', {
      transitGatewayId,
      routes: [
        { name: 'Consumer', destination: ROUTABLE_CIDRS.consumer, attachmentId: attachmentIds.consumer },
        { name: 'Provider', destination: ROUTABLE_CIDRS.provider, attachmentId: attachmentIds.provider },
      ],
    });
  }
}
