import { type Base, invitation, oneAfterTheOther } from '../base';
import { LatticeConsumerStack } from './consumer-stack';
import { LatticeProviderStack } from './provider-stack';

/** Adds the stacks of VPC Lattice. */
export function latticeStacks({ app, config, consumer, provider, sharing }: Base): void {
  const offer = new LatticeProviderStack(app, 'OverlappingCidr-Lattice-Provider', {
    environment: config.provider,
    service: provider.service,
    sharing,
  });
  const request = new LatticeConsumerStack(app, 'OverlappingCidr-Lattice-Consumer', {
    environment: config.consumer,
    caller: consumer.service,
    serviceNetworkArn: offer.serviceNetworkArn,
    invitedBy: invitation(sharing, offer),
  });
  oneAfterTheOther([offer, request]);
}
