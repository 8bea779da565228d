import type { LatticeService, ResourceConfiguration, ServiceNetwork } from '../model';
import type { Network } from '../network';
import { byId } from './result';

/** What can be called through a service network. */
export type Offer =
  | { readonly kind: 'service'; readonly service: LatticeService }
  | { readonly kind: 'resource'; readonly configuration: ResourceConfiguration };

/** Everything that is associated with a service network and known. */
export function offers(network: Network, serviceNetwork: ServiceNetwork): readonly Offer[] {
  const { serviceAssociations, resourceAssociations } = serviceNetwork;
  return [
    ...serviceAssociations.flatMap(({ latticeServiceId }) => offer(network, latticeServiceId) ?? []),
    ...resourceAssociations.flatMap(({ resourceConfigurationId }) => offer(network, resourceConfigurationId) ?? []),
  ];
}

/** The Lattice service or resource configuration of that id. */
export function offer(network: Network, id: string): Offer | undefined {
  const service = byId(network.model.latticeServices, id);
  if (service) return { kind: 'service', service };
  const configuration = byId(network.model.resourceConfigurations, id);
  return configuration && { kind: 'resource', configuration };
}

/** Whether the service or resource is associated with the service network. */
export function offersIt(serviceNetwork: ServiceNetwork, id: string): boolean {
  return (
    serviceNetwork.serviceAssociations.some(({ latticeServiceId }) => latticeServiceId === id) ||
    serviceNetwork.resourceAssociations.some(({ resourceConfigurationId }) => resourceConfigurationId === id)
  );
}

/** The service networks that a VPC is associated with. */
export function associationsOf(network: Network, vpcId: string) {
  return network.model.serviceNetworkVpcAssociations
    .filter((association) => association.vpcId === vpcId)
    .map((association) => ({
      association,
      serviceNetwork: byId(network.model.serviceNetworks, association.serviceNetworkId),
    }));
}
