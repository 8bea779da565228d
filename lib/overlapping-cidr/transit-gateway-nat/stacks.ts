import { type Base, invitation, oneAfterTheOther } from '../base';
import { TransitGatewayNatConsumerStack } from './consumer-stack';
import { TransitGatewayNatProviderStack } from './provider-stack';
import { TransitGatewayNatRoutingStack } from './routing-stack';

/** Adds the stacks of NAT on the attachments of a transit gateway: the one option in which either side may call. */
export function transitGatewayNatStacks({ app, config, consumer, provider, sharing }: Base): void {
  const providerSide = new TransitGatewayNatProviderStack(app, 'OverlappingCidr-TgwNat-Provider', {
    environment: config.provider,
    service: provider.service,
    sharing,
  });
  const { transitGatewayId } = providerSide;
  const consumerSide = new TransitGatewayNatConsumerStack(app, 'OverlappingCidr-TgwNat-Consumer', {
    environment: config.consumer,
    service: consumer.service,
    transitGatewayId,
    providerAddresses: providerSide.addresses,
    invitedBy: invitation(sharing, providerSide),
  });
  const routing = new TransitGatewayNatRoutingStack(app, 'OverlappingCidr-TgwNat-Routing', {
    environment: config.provider,
    service: provider.service,
    transitGatewayId,
    attachmentIds: { consumer: consumerSide.attachmentId, provider: providerSide.attachmentId },
    consumerAddresses: consumerSide.addresses,
  });
  oneAfterTheOther([providerSide, consumerSide, routing]);
}
