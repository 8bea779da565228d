import type { LabAddress, LabWay } from '../plan';
import type { Draft } from './draft';
import { answerAsService, close, type Entry } from './endpoint';
import { answerersOf, targetAnswerers, translated } from './entrances';
import { addAssociations, addServices, barriers, linkToOffer, offersOf } from './lattice';
import type { Node } from './load-balancer';
import type { Network } from './network';
import { linkToService } from './private-link';
import { type GatewayInterface, linkToResource } from './resource-gateway';
import type { Router } from './router';
import { notShared } from './sharing';

/** What is behind VPC endpoints and associations, and how clients address it. */
export function addServicesBehind(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
  nodes: readonly Node[],
  entries: readonly Entry[],
  gateways: readonly GatewayInterface[],
): void {
  const { model } = network;
  const services = addServices(draft, network, routers);
  const ways = new Map<string, LabWay[]>();
  const offer = (component: string, way: LabWay): void => {
    ways.set(component, [...(ways.get(component) ?? []), way]);
  };
  for (const { offerId, vpcId, ip, balancerId } of addAssociations(draft, network, routers, services, gateways)) {
    const address: LabAddress = { ip, ...(balancerId !== undefined && { balancerId }) };
    offer(offerId, { addresses: [address], from: [vpcId], answerers: offerAnswerers(network, offerId) });
  }
  for (const endpoint of model.vpcEndpoints) {
    const own = entries.filter((entry) => entry.endpoint.id === endpoint.id);
    const led = own.map((entry) => ({ entry, to: lead(entry) }));
    const addresses = led.map(({ entry, to }): LabAddress => {
      const ip = entry.networkInterface.addresses[0]?.privateIp ?? '';
      return { ip, ...(to?.balancerId !== undefined && { balancerId: to.balancerId }) };
    });
    const [first] = led;
    // A zone that the service does not support leads to nobody; the others do.
    const known = led.flatMap(({ to }) => to?.answerers ?? []);
    const answerers = first?.to ? [...new Set(known)] : own.map(({ networkInterface }) => networkInterface.id);
    if (own.length === 0) continue;
    offer(endpoint.id, { addresses, answerers });
    const beyond = led.flatMap(({ entry }, index) =>
      translated(network, entry.networkInterface)
        .slice(0, 1)
        .map((ip) => ({ ...addresses[index], ip })),
    );
    if (beyond.length > 0) offer(endpoint.id, { addresses: beyond, answerers });
    for (const id of first?.to?.offers ?? []) offer(id, { addresses, from: [endpoint.vpcId], answerers });
  }
  for (const [component, found] of ways) draft.entrances.push({ component, ways: found });

  function lead(entry: Entry):
    | {
        readonly balancerId?: string | undefined;
        readonly answerers: readonly string[];
        readonly offers?: readonly string[];
      }
    | undefined {
    const { endpoint, networkInterface, namespace } = entry;
    const type = 'vpc-endpoint';
    const place = { id: endpoint.id, namespace, networkInterface };
    const unavailable = (): void => {
      if (endpoint.state !== 'available')
        close(draft, entry, { component: endpoint.id, type, reason: `the endpoint is ${endpoint.state}` });
    };
    const spoilt = (reason: string): undefined => {
      draft.notModelled.push({ component: endpoint.id, reason, touches: [endpoint.id, networkInterface.id] });
      close(draft, entry, { component: endpoint.id, type, reason });
    };
    if (endpoint.kind === 'Interface') {
      if (endpoint.endpointServiceId === undefined) {
        if (endpoint.serviceName?.startsWith('com.amazonaws.vpce.')) return spoilt('what its service is');
        answerAsService(draft, entry);
        return undefined;
      }
      const node = linkToService(draft, network, entry, nodes);
      return { balancerId: node?.namespace.name, answerers: node ? answerersOf(network, node.loadBalancer.id) : [] };
    }
    unavailable();
    if (endpoint.kind === 'Resource') {
      const configuration = model.resourceConfigurations.find(({ id }) => id === endpoint.resourceConfigurationId);
      if (!configuration) return spoilt('its resource is not in the input');
      const refused = notShared(draft, network, configuration, 'resource-configuration', endpoint.account);
      if (refused) close(draft, entry, refused);
      const balancerId = linkToResource(draft, network, place, endpoint, configuration, gateways);
      return { balancerId, answerers: offerAnswerers(network, configuration.id), offers: [configuration.id] };
    }
    const serviceNetwork = model.serviceNetworks.find(({ id }) => id === endpoint.serviceNetworkId);
    const router = routers.get(endpoint.vpcId);
    const [only, another] = serviceNetwork ? offersOf(network, serviceNetwork) : [];
    if (endpoint.kind !== 'ServiceNetwork' || !serviceNetwork || !router || !only) return spoilt('what it leads to');
    if (another) return spoilt('which of several services answers');
    for (const by of barriers(draft, network, serviceNetwork, only, router.vpc)) close(draft, entry, by);
    const balancerId = linkToOffer(draft, network, place, router.vpc, only, services, gateways);
    return { balancerId, answerers: offerAnswerers(network, only.id), offers: [only.id] };
  }
}

/** Hosts that connections to a Lattice service or a resource end at. */
function offerAnswerers(network: Network, id: string): readonly string[] {
  const { model } = network;
  const service = model.latticeServices.find((each) => each.id === id);
  if (service) {
    return targetAnswerers(
      network,
      service.listeners.flatMap(({ targetGroupIds }) => targetGroupIds),
    );
  }
  const resource = model.resourceConfigurations.find((each) => each.id === id)?.resource;
  if (resource === undefined) return [];
  if ('ip' in resource) {
    const { ip } = resource;
    return model.networkInterfaces
      .filter(({ addresses }) => addresses.some(({ privateIp }) => privateIp === ip))
      .flatMap((each) => (each.owner.kind === 'load-balancer' ? answerersOf(network, each.owner.id) : [each.id]));
  }
  if (!('componentId' in resource)) return [];
  const found = answerersOf(network, resource.componentId);
  return found.length > 0 ? found : [resource.componentId];
}
