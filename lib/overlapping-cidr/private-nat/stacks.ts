import { type Base, invitation, oneAfterTheOther } from '../base';
import { PrivateNatConsumerStack } from './consumer-stack';
import { PrivateNatProviderStack } from './provider-stack';
import { PrivateNatRoutingStack } from './routing-stack';

/** Adds the stacks of private NAT gateways behind a transit gateway. */
export function privateNatStacks({ app, config, consumer, provider, sharing }: Base): void {
  const offer = new PrivateNatProviderStack(app, 'OverlappingCidr-PrivateNat-Provider', {
    environment: config.provider,
    service: provider.service,
    sharing,
  });
  const { transitGatewayId } = offer;
  const request = new PrivateNatConsumerStack(app, 'OverlappingCidr-PrivateNat-Consumer', {
    environment: config.consumer,
    caller: consumer.service,
    transitGatewayId,
    invitedBy: invitation(sharing, offer),
  });
  const routing = new PrivateNatRoutingStack(app, 'OverlappingCidr-PrivateNat-Routing', {
    environment: config.provider,
    transitGatewayId,
    attachmentIds: { consumer: request.attachmentId, provider: offer.attachmentId },
  });
  oneAfterTheOther([offer, request, routing]);
}
