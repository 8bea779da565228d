import type { ResourceConfiguration, ResourceGateway, VpcEndpoint } from '../model';
import type { Network } from '../network';
import type { Arrival, Leg, Onward } from './arrival';
import { available } from './aws-service';
import { byId, passed, type Step, spoken, steps, stopped, unjudged } from './result';
import { sharedWith } from './sharing';

/**
 * A Resource endpoint: through the resource gateway to the one resource of its configuration.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
 */
export function toResourceEndpoint(network: Network, arrival: Arrival, endpoint: VpcEndpoint): Onward {
  const configuration = byId(network.model.resourceConfigurations, endpoint.resourceConfigurationId);
  if (!configuration) {
    return steps(unjudged(endpoint.id, 'vpc-endpoint', `its resource ${endpoint.resourceConfigurationId ?? ''}`));
  }
  return steps(
    passed(endpoint.id, 'vpc-endpoint', `to ${configuration.id}`, arrival),
    available(endpoint),
    sharedWith(network, configuration, 'resource-configuration', endpoint.account),
    toResource(network, arrival, configuration, endpoint.vpcId),
  );
}

/**
 * From a resource gateway to the resource: by its interface in the zone of the endpoint's, or else by any, as AWS does not
 * say which.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
 */
export function toResource(
  network: Network,
  arrival: Arrival,
  configuration: ResourceConfiguration,
  clientVpcId: string | undefined,
): Step {
  const gateway = byId(network.model.resourceGateways, configuration.resourceGatewayId);
  const way = passed(configuration.id, 'resource-configuration', describe(configuration), arrival);
  if (!gateway) {
    return steps(way, unjudged(configuration.id, 'resource-configuration', 'a resource without a resource gateway'));
  }
  return steps(
    way,
    onPort(arrival, configuration),
    passed(gateway.id, 'resource-gateway', 'the resource sees an address of the gateway', arrival),
    clientVpcId === gateway.vpcId ? sameVpc(gateway.id) : {},
    legs(arrival, configuration, gateway.id, near(network, arrival, gateway)),
  );
}

function near(network: Network, { at }: Arrival, { networkInterfaceIds }: ResourceGateway): readonly string[] {
  const zoneOf = (id: string): string | undefined => {
    const networkInterface = network.networkInterfaces.get(id);
    return networkInterface && network.subnets.get(networkInterface.subnetId)?.availabilityZone;
  };
  const zone = 'networkInterfaceId' in at ? zoneOf(at.networkInterfaceId) : undefined;
  const same = networkInterfaceIds.filter((id) => zone !== undefined && zoneOf(id) === zone);
  return same.length > 0 ? same : networkInterfaceIds;
}

/** Resource configurations carry TCP only. */
function onPort(arrival: Arrival, { id, ports }: ResourceConfiguration): Step {
  const { protocol, port } = arrival;
  if (protocol === 'tcp' && port !== undefined && ports.some(({ from, to }) => from <= port && port <= to)) return {};
  const spokenPorts = ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
  return stopped(
    id,
    'resource-configuration',
    `its port ranges are tcp ${spokenPorts || 'none'}, not ${spoken(arrival)}`,
    protocol === 'tcp' ? `add the port range ${port ?? ''}` : 'use tcp',
  );
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html */
function sameVpc(gatewayId: string): Step {
  return stopped(
    gatewayId,
    'resource-gateway',
    'a resource gateway and an endpoint to its resource cannot be in the same VPC',
    'put one of them into another VPC',
  );
}

function legs(
  { protocol, port }: Arrival,
  { id, resource }: ResourceConfiguration,
  gatewayId: string,
  interfaceIds: readonly string[],
): Step {
  if ('unknown' in resource) return unjudged(id, 'resource-configuration', `where ${resource.unknown} leads`);
  if (protocol !== 'tcp' || port === undefined) return {};
  if (interfaceIds.length === 0) {
    return stopped(gatewayId, 'resource-gateway', 'it has no interface', 'give it a subnet');
  }
  const group = interfaceIds.map(
    (networkInterfaceId): Leg => ({ by: { networkInterfaceId }, to: resource, protocol, port }),
  );
  return { legs: [{ component: gatewayId, needed: 'all', legs: group }] };
}

function describe({ resource }: ResourceConfiguration): string {
  if ('ip' in resource) return `resource ${resource.ip}`;
  return `resource ${'componentId' in resource ? resource.componentId : resource.unknown}`;
}
