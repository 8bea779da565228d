import type { VpcEndpoint } from '../model';
import type { Network } from '../network';
import type { Arrival, Onward } from './arrival';
import { available } from './aws-service';
import { byId, passed, steps, stopped, unjudged } from './result';
import { type Offer, offers } from './service-network';
import { sharedWith } from './sharing';
import { through } from './vpc-association';

/**
 * A ServiceNetwork endpoint: to whatever of the service network the client names.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-service-networks.html
 */
export function toServiceNetworkEndpoint(
  network: Network,
  arrival: Arrival,
  endpoint: VpcEndpoint,
  wanted: string | undefined,
): Onward {
  const serviceNetwork = byId(network.model.serviceNetworks, endpoint.serviceNetworkId);
  if (!serviceNetwork) {
    return steps(unjudged(endpoint.id, 'vpc-endpoint', `its service network ${endpoint.serviceNetworkId ?? ''}`));
  }
  const all = offers(network, serviceNetwork);
  const [meant, another] = wanted === undefined ? all : all.filter((candidate) => idOf(candidate) === wanted);
  const way = steps(
    passed(endpoint.id, 'vpc-endpoint', `to ${serviceNetwork.id}`, arrival),
    available(endpoint),
    sharedWith(network, serviceNetwork, 'service-network', endpoint.account),
  );
  if (!meant) {
    const what = wanted ?? 'a service or resource';
    return steps(
      way,
      stopped(serviceNetwork.id, 'service-network', `${what} is not associated with it`, `associate ${what}`),
    );
  }
  const ambiguous = another
    ? unjudged(endpoint.id, 'vpc-endpoint', `which of ${all.map(idOf).join(', ')} answers; ask for one of them`)
    : {};
  return steps(way, ambiguous, through(network, arrival, serviceNetwork, meant, endpoint.vpcId));
}

function idOf(offer: Offer): string {
  return offer.kind === 'service' ? offer.service.id : offer.configuration.id;
}
