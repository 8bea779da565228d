import type { NetworkInterface, ResourceConfiguration, VpcEndpoint } from '../../reachability/model';
import type { LabTarget } from '../plan';
import { privateAddresses } from './addresses';
import { chain, type Draft, type DraftNamespace, lose } from './draft';
import { placeInterface, refusal, TRACKED } from './host';
import { type Network, zoneOf } from './network';
import type { Router, Zone } from './router';
import { KNOWN_SENDER, securityGroupRules } from './security-group';
import { serviceLink } from './service-link';
import { placesOf } from './targets';

/** An address, and the load balancer whose it is. */
type Place = Pick<LabTarget, 'ip' | 'through'>;

/** An interface of a resource gateway, in the making. */
export interface GatewayInterface {
  readonly gatewayId: string;
  readonly networkInterface: NetworkInterface;
  readonly namespace: DraftNamespace;
}

/**
 * An interface of a resource gateway: it connects to resources with its own address as the source, if its security groups
 * let it.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
 */
export function addGatewayInterface(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
): GatewayInterface {
  const namespace = placeInterface(draft, network, router, zone, networkInterface, 'g', true);
  const [ip = ''] = privateAddresses(networkInterface);
  const gatewayId = networkInterface.owner.id;
  const type = 'resource-gateway';
  const outside = lose(draft, namespace, { component: gatewayId, type, reason: 'it takes no connection from its VPC' });
  chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;').push(
    'iifname != "eth0" accept',
    TRACKED,
    outside,
  );
  for (const hook of ['forward', 'output']) {
    chain(namespace, `egress-${hook}`, `type filter hook ${hook} priority 0; policy accept;`).push(
      TRACKED,
      ...securityGroupRules(network, networkInterface, 'egress'),
      lose(draft, namespace, refusal(networkInterface, 'egress')),
    );
  }
  chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;').push(
    `oifname "eth0" ip saddr != ${ip} snat to ${ip}`,
  );
  chain(namespace, 'sender', 'type filter hook postrouting priority 50; policy accept;').push(KNOWN_SENDER);
  return { gatewayId, networkInterface, namespace };
}

/** Where a resource is reached: interfaces of a load balancer, or one address. */
export function resourceAddresses(network: Network, { resource }: ResourceConfiguration): readonly Place[] {
  if ('ip' in resource) return [{ ip: resource.ip }];
  if (!('componentId' in resource)) return [];
  const { componentId } = resource;
  const isBalancer = network.model.loadBalancers.some(({ id }) => id === componentId);
  const to = isBalancer ? { loadBalancerId: componentId } : { networkInterfaceId: componentId };
  return placesOf(network, { to, port: 0 });
}

/** Where clients of a service arrive. */
export interface ArrivalPlace {
  /** Of the endpoint or association. */
  readonly id: string;
  readonly namespace: DraftNamespace;
  /** @default - it belongs to no zone */
  readonly networkInterface?: NetworkInterface;
  /** What nftables matches the packets with that mean it. @default - all */
  readonly match?: string;
}

/**
 * Leads from a place where clients arrive through a gateway to a resource.
 *
 * @returns id of the balancer that picks among the interfaces of a resource
 */
export function linkToResource(
  draft: Draft,
  network: Network,
  { id, namespace, networkInterface, match = '' }: ArrivalPlace,
  client: Pick<VpcEndpoint, 'vpcId'>,
  configuration: ResourceConfiguration,
  gateways: readonly GatewayInterface[],
): string | undefined {
  const gateway = network.model.resourceGateways.find((each) => each.id === configuration.resourceGatewayId);
  const addresses = resourceAddresses(network, configuration);
  const own = gateways.filter(({ gatewayId }) => gatewayId === gateway?.id);
  const touches = [configuration.id, id];
  const service = chain(namespace, 'service');
  if (!gateway || addresses.length === 0) {
    const reason = 'where the resource is';
    draft.notModelled.push({ component: configuration.id, reason, touches });
    service.push(
      match + lose(draft, namespace, { component: configuration.id, type: 'resource-configuration', reason }),
    );
    return undefined;
  }
  const lost = (reason: string): string =>
    lose(draft, namespace, { component: gateway.id, type: 'resource-gateway', reason });
  const sameVpc = 'a resource gateway and an endpoint to its resource cannot be in the same VPC';
  if (client.vpcId === gateway.vpcId) service.push(match + lost(sameVpc));
  const zone = networkInterface && zoneOf(network, networkInterface);
  const sameZone = own.find((each) => zoneOf(network, each.networkInterface) === zone);
  const near = sameZone ?? own[0];
  if (zone !== undefined && !sameZone && own.length > 1) {
    const unknown = `which of its interfaces serves ${zone}`;
    draft.notModelled.push({ component: gateway.id, reason: unknown, touches: [networkInterface?.id ?? id, id] });
  }
  if (!near) {
    service.push(match + lost('it has no interface'));
    return undefined;
  }
  const link = serviceLink(draft, namespace, near.namespace);
  const ports = configuration.ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  const carried = `tcp dport { ${ports.join(', ')} }`;
  const notCarried = { component: configuration.id, type: 'resource-configuration' } as const;
  const reason = `its port ranges are tcp ${ports.join(', ') || 'none'}`;
  if (ports.length > 0) {
    chain(namespace, 'onward', 'type nat hook prerouting priority -100; policy accept;').push(
      `iifname != "${link.near.device}" ${match}${carried} dnat to ${link.far.ip}`,
    );
    chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;').push(
      `oifname "${link.near.device}" snat to ${link.near.ip}`,
    );
  }
  chain(namespace, 'rest').push(`${match}${lose(draft, namespace, { ...notCarried, reason })}`);
  return balanceResource(draft, network, near, configuration, link.far, addresses);
}

function balanceResource(
  draft: Draft,
  network: Network,
  { namespace, networkInterface }: GatewayInterface,
  configuration: ResourceConfiguration,
  far: { readonly device: string; readonly ip: string },
  addresses: readonly Place[],
): string | undefined {
  const name = `resource-${far.device}`;
  const rules = chain(namespace, 'arrivals', 'type nat hook prerouting priority -100; policy accept;');
  const { resource } = configuration;
  const loadBalancer =
    'componentId' in resource ? network.model.loadBalancers.find(({ id }) => id === resource.componentId) : undefined;
  if (!loadBalancer) {
    rules.push(`iifname "${far.device}" ip protocol tcp dnat to ${addresses[0]?.ip ?? ''}`);
    return undefined;
  }
  chain(namespace, name);
  rules.push(`iifname "${far.device}" jump ${name}`);
  const id = `${namespace.name}-${far.device}`;
  const source = privateAddresses(networkInterface)[0] ?? '';
  const listeners = loadBalancer.listeners
    .filter(({ protocols }) => protocols.includes('tcp'))
    .map(({ port }) => ({
      protocol: 'tcp' as const,
      port,
      targetGroupIds: [configuration.id],
      // Its name gives away every address that is in service, whether the gateway gets there or not.
      targets: addresses.map(({ ip, through }) => ({
        id: [id, ip, port].join(' '),
        targetGroupId: configuration.id,
        ...(through && { through }),
        ip,
        port,
        healthCheck: { protocol: 'tcp' as const, source, ip, port },
      })),
    }));
  draft.balancers.push({
    id,
    component: configuration.id,
    namespace: namespace.name,
    chain: name,
    addresses: [],
    listeners,
  });
  return id;
}
