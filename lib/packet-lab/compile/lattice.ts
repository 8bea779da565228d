import { formatAddress, parseCidr } from '../../reachability/ipv4';
import type { LatticeService, ResourceConfiguration, ServiceNetwork, Vpc } from '../../reachability/model';
import { decideUnsigned } from './auth-policy';
import { addNamespace, chain, type Draft, type Loser, lose } from './draft';
import { refusal, TRACKED } from './host';
import { LATTICE_CIDR } from './lattice-range';
import { addLatticeService, type DraftService } from './lattice-service';
import type { Network } from './network';
import { type ArrivalPlace, type GatewayInterface, linkToResource } from './resource-gateway';
import { attach, type Router } from './router';
import { securityGroupRules } from './security-group';
import { serviceLink } from './service-link';
import { notShared } from './sharing';

/** What a service network offers: a service, or a resource. */
export type Offer =
  | { readonly id: string; readonly service: LatticeService; readonly resource?: undefined }
  | { readonly id: string; readonly resource: ResourceConfiguration; readonly service?: undefined };

/** An address at which clients of a VPC find an offer, and the balancer behind it. */
export interface LatticeEntrance {
  readonly offerId: string;
  readonly vpcId: string;
  readonly ip: string;
  readonly balancerId?: string;
}

/** Everything that is associated with a service network and known. */
export function offersOf(
  { model }: Network,
  { serviceAssociations, resourceAssociations }: ServiceNetwork,
): readonly Offer[] {
  const services = serviceAssociations.flatMap(({ latticeServiceId: id }): readonly Offer[] => {
    const service = model.latticeServices.find((each) => each.id === id);
    return service ? [{ id, service }] : [];
  });
  const resources = resourceAssociations.flatMap(({ resourceConfigurationId: id }): readonly Offer[] => {
    const resource = model.resourceConfigurations.find((each) => each.id === id);
    return resource ? [{ id, resource }] : [];
  });
  return [...services, ...resources];
}

/** All services, each with an address that targets see. */
export function addServices(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
): ReadonlyMap<string, DraftService> {
  const { first } = parseCidr(LATTICE_CIDR);
  return new Map(
    network.model.latticeServices.slice(0, 120).map((service, index) => {
      const source = formatAddress(first + 128 + index);
      return [service.id, addLatticeService(draft, network, routers, service, source)];
    }),
  );
}

/**
 * Associations of VPCs with service networks: each a namespace that has an address for everything that is offered, and lets
 * in whom the association's security groups, the shares and the auth policies let in.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
 */
export function addAssociations(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
  services: ReadonlyMap<string, DraftService>,
  gateways: readonly GatewayInterface[],
): readonly LatticeEntrance[] {
  const { model } = network;
  const { first } = parseCidr(LATTICE_CIDR);
  const offerIds = [...new Set(model.serviceNetworks.flatMap((each) => offersOf(network, each).map(({ id }) => id)))];
  const entrances: LatticeEntrance[] = [];
  for (const { id, vpcId, serviceNetworkId, securityGroupIds } of model.serviceNetworkVpcAssociations) {
    const router = routers.get(vpcId);
    const serviceNetwork = model.serviceNetworks.find((each) => each.id === serviceNetworkId);
    if (!router || !serviceNetwork) {
      draft.notModelled.push({ component: id, reason: 'its service network is not in the input', touches: [vpcId] });
      continue;
    }
    const type = 'service-network-vpc-association';
    const namespace = addNamespace(draft, 'v', { component: id, type }, true);
    namespace.sysctls.push('net.ipv4.icmp_echo_ignore_all=1');
    const offers = offersOf(network, serviceNetwork)
      .map((offer) => ({ offer, ip: formatAddress(first + 1 + offerIds.indexOf(offer.id)) }))
      .filter(({ ip }) => !router.lattice.has(ip));
    const end = { namespace, addresses: offers.map(({ ip }) => `${ip}/32`) };
    const device = attach(draft, router, end, { zone: { kind: 'gateway', component: id, type }, within: false });
    namespace.ip.push('route add default dev eth0');
    const service = chain(namespace, 'service', 'type filter hook prerouting priority -140; policy accept;');
    service.push('iifname != "eth0" accept', TRACKED);
    if (securityGroupIds.length > 0) {
      const groups = { id, vpcId, securityGroupIds };
      chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;').push(
        'iifname != "eth0" accept',
        TRACKED,
        ...securityGroupRules(network, groups, 'ingress'),
        lose(draft, namespace, refusal(groups, 'ingress')),
      );
    }
    const rest = chain(namespace, 'rest', 'type filter hook input priority 0; policy accept;');
    rest.push(TRACKED);
    for (const { offer, ip } of offers) {
      router.lattice.set(ip, device);
      for (const by of barriers(draft, network, serviceNetwork, offer, router.vpc)) {
        service.push(`ip daddr ${ip} ${lose(draft, namespace, by)}`);
      }
      const place = { id, namespace, match: `ip daddr ${ip} ` };
      const balancerId = linkToOffer(draft, network, place, router.vpc, offer, services, gateways);
      entrances.push({ offerId: offer.id, vpcId, ip, ...(balancerId !== undefined && { balancerId }) });
    }
  }
  return entrances;
}

/** Leads from a place where clients arrive to a service or resource; returns the id of the balancer there. */
export function linkToOffer(
  draft: Draft,
  network: Network,
  place: ArrivalPlace,
  vpc: Vpc,
  offer: Offer,
  services: ReadonlyMap<string, DraftService>,
  gateways: readonly GatewayInterface[],
): string | undefined {
  const { namespace, match = '' } = place;
  if (offer.resource) return linkToResource(draft, network, place, { vpcId: vpc.id }, offer.resource, gateways);
  const service = services.get(offer.id);
  if (!service) return undefined;
  const link = serviceLink(draft, namespace, service.namespace);
  chain(namespace, 'onward', 'type nat hook prerouting priority -100; policy accept;').push(
    `iifname != "${link.near.device}" ${match}ip protocol tcp dnat to ${link.far.ip}`,
  );
  chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;').push(
    `oifname "${link.near.device}" snat to ${link.near.ip}`,
  );
  const by = { component: offer.id, type: 'lattice-service', reason: 'no listener' } as const;
  chain(namespace, 'rest').push(`${match}${lose(draft, namespace, by)}`);
  return service.namespace.name;
}

/** What keeps a VPC from an offer of a service network that it uses. */
export function barriers(
  draft: Draft,
  network: Network,
  serviceNetwork: ServiceNetwork,
  { service, resource }: Offer,
  vpc: Vpc,
): readonly Loser[] {
  const found = [notShared(draft, network, serviceNetwork, 'service-network', vpc.account)];
  if (resource) {
    found.push(notShared(draft, network, resource, 'resource-configuration', serviceNetwork.account));
    return found.filter((each) => each !== undefined);
  }
  found.push(notShared(draft, network, service, 'lattice-service', serviceNetwork.account));
  for (const [component, type] of [
    [serviceNetwork, 'service-network'],
    [service, 'lattice-service'],
  ] as const) {
    const decision = decideUnsigned(component, vpc);
    const reason = 'the auth policy allows no unsigned request from the VPC';
    if (decision === 'deny') found.push({ component: component.id, type, reason });
    if (decision === 'unknown') {
      const unknown = 'an auth policy that looks at more than unsigned packets tell';
      draft.notModelled.push({ component: component.id, reason: unknown, touches: [component.id, service.id] });
    }
  }
  return found.filter((each) => each !== undefined);
}
