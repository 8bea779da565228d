import { type Base, oneAfterTheOther } from '../base';
import { PrivateLinkAcceptanceStack } from './acceptance-stack';
import { PrivateLinkConsumerStack } from './consumer-stack';
import { PrivateLinkProviderStack } from './provider-stack';

/** Adds the stacks of PrivateLink: offer, request and acceptance. */
export function privateLinkStacks({ app, config, consumer, provider, sharing }: Base): void {
  const offer = new PrivateLinkProviderStack(app, 'OverlappingCidr-PrivateLink-Provider', {
    environment: config.provider,
    service: provider.service,
    consumerAccount: sharing.consumerAccount,
    privateDnsName: config.privateDnsName,
  });
  const request = new PrivateLinkConsumerStack(app, 'OverlappingCidr-PrivateLink-Consumer', {
    environment: config.consumer,
    caller: consumer.service,
    serviceName: offer.serviceName,
    privateDnsEnabled: config.privateDnsVerified ?? false,
  });
  const acceptance = new PrivateLinkAcceptanceStack(app, 'OverlappingCidr-PrivateLink-Acceptance', {
    environment: config.provider,
    serviceId: offer.serviceId,
    endpointId: request.endpointId,
  });
  oneAfterTheOther([offer, request, acceptance]);
}
