import type { VpcEndpoint } from '../model';
import type { Network } from '../network';
import type { Arrival, Onward } from './arrival';
import { available, toAwsService } from './aws-service';
import { toEndpointService } from './endpoint-service';
import { toResourceEndpoint } from './resource-endpoint';
import { byId, steps, stopped, unjudged } from './result';
import { associationsOf, offers } from './service-network';
import { toServiceNetworkEndpoint } from './service-network-endpoint';
import { byVpcAssociation } from './vpc-association';

/** What a service of AWS does with a connection that arrived at it. Never throws. */
export function onward(network: Network, arrival: Arrival): Onward {
  const { at } = arrival;
  if ('latticeAddress' in at) return atLatticeAddress(network, arrival, at.latticeAddress);
  if (!('networkInterfaceId' in at)) return byVpcAssociation(network, arrival, at.wanted);
  const entrance = byId(network.model.networkInterfaces, at.networkInterfaceId);
  const endpoint = byId(network.model.vpcEndpoints, entrance?.owner.id);
  if (!entrance || !endpoint) {
    return steps(unjudged(at.networkInterfaceId, 'network-interface', 'which endpoint it is of'));
  }
  if (endpoint.kind === 'Interface') {
    if (endpoint.endpointServiceId === undefined) return toAwsService(arrival, endpoint);
    return toEndpointService(network, arrival, entrance, endpoint);
  }
  if (endpoint.kind === 'Resource') return toResourceEndpoint(network, arrival, endpoint);
  if (endpoint.kind === 'ServiceNetwork') return toServiceNetworkEndpoint(network, arrival, endpoint, at.wanted);
  return steps(available(endpoint), notJudged(endpoint));
}

function notJudged({ id, kind }: VpcEndpoint): Onward {
  return steps(unjudged(id, 'vpc-endpoint', `what answers at an endpoint of kind ${kind}`));
}

/** The name in the request decides who answers, so that an address means something only if there is but one. */
function atLatticeAddress(network: Network, arrival: Arrival, address: string): Onward {
  const vpcId = byId(network.model.networkInterfaces, arrival.client.networkInterfaceId)?.vpcId ?? '';
  const wanted = associationsOf(network, vpcId)
    .flatMap(({ serviceNetwork }) => (serviceNetwork ? offers(network, serviceNetwork) : []))
    .map((offer) => (offer.kind === 'service' ? offer.service.id : offer.configuration.id));
  const [only, another] = wanted;
  if (only === undefined) {
    return steps(
      stopped(vpcId, 'vpc', `nothing answers at ${address}: the VPC uses no service of VPC Lattice`, 'associate it'),
    );
  }
  const ambiguous = another
    ? unjudged(only, 'lattice-service', `which of ${wanted.join(', ')} answers at ${address}; ask for one of them`)
    : {};
  return steps(ambiguous, byVpcAssociation(network, arrival, only));
}
