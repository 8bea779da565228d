import { contains, formatAddress, isPublicAddress, parseAddress, parseCidr } from '../../reachability/ipv4';
import type { NetworkInterface } from '../../reachability/model';
import { LISTEN_PORT } from '../plan';
import { addNamespace, chain, connect, type Draft, type DraftNamespace, lose } from './draft';
import { ledBy, type Network } from './network';
import { attach, forwardChain, nowhereChain, type Router } from './router';

/** Id of the host that stands for the internet. */
export const INTERNET = 'internet';

// Of TEST-NET-1, which nobody uses. https://www.rfc-editor.org/rfc/rfc5737
const LISTENER = '192.0.2.1';

/**
 * The internet: one namespace that has every public address that nobody in the model has. As a client it sends from an
 * address that no rule means in particular, and from one of each range that some security group admits.
 */
export function addInternet(draft: Draft, network: Network): DraftNamespace {
  const namespace = addNamespace(draft, 'net', { component: INTERNET, type: 'internet' }, true);
  namespace.ip.push('route add local default dev lo table local');
  namespace.sysctls.push('net.ipv4.conf.all.accept_local=1');
  const lost = { component: INTERNET, type: 'internet', reason: 'the internet does not route the address' } as const;
  chain(namespace, 'outgoing', 'type filter hook output priority 0; policy accept;').push(
    `ip daddr { ${PRIVATE.join(', ')} } ${lose(draft, namespace, lost)}`,
  );
  forwardChain(namespace);
  nowhereChain(namespace).push(lose(draft, namespace, lost));
  // A redirection needs an address on the device that a packet comes in by, and these have none.
  namespace.ip.push(`address add ${LISTENER}/32 dev lo`);
  const listen = `fib daddr type local ip protocol { tcp, udp } dnat to ${LISTENER}:${LISTEN_PORT}`;
  chain(namespace, 'arrivals', 'type nat hook prerouting priority -100; policy accept;').push(listen);
  const addresses = internetHosts(network);
  draft.hosts.push({ id: INTERNET, namespace: namespace.name, addresses, client: true, server: true });
  return namespace;
}

/**
 * An internet gateway of a VPC, and the link to the internet: it swaps the private address of an interface for its public
 * one and back, and tracks nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function addInternetGateway(
  draft: Draft,
  network: Network,
  internet: DraftNamespace,
  router: Router,
  id: string,
): void {
  const type = 'internet-gateway';
  const namespace = addNamespace(draft, 'i', { component: id, type }, true);
  const { vpc } = router;
  const routeTable = network.model.routeTables.find(({ gatewayIds }) => gatewayIds.includes(id));
  const zone = { kind: 'gateway', component: id, type, routeTable } as const;
  const device = attach(draft, router, { namespace, device: 'vpc' }, { zone, within: false });
  router.exits.set(`internet-gateway ${id}`, device);
  const { other: outside } = connect(draft, { namespace, device: 'internet' }, { namespace: internet });
  const pairs = (network.interfacesByVpc.get(vpc.id) ?? []).flatMap(({ addresses }) =>
    addresses.flatMap(({ privateIp, publicIp }) => (publicIp === undefined ? [] : [{ privateIp, publicIp }])),
  );
  namespace.ip.push('route add default dev internet');
  namespace.ip.push(...pairs.map(({ privateIp }) => `route add ${privateIp}/32 dev vpc`));
  internet.ip.push(...pairs.map(({ publicIp }) => `route add ${publicIp}/32 dev ${outside} table local`));
  const rules = chain(namespace, 'swap', 'type filter hook prerouting priority -300; policy accept;');
  const natGateways = network.model.natGateways.filter(({ vpcId }) => vpcId === vpc.id).map((each) => each.id);
  const led = ledBy(network, [id, ...natGateways]);
  const unroutable = 'the internet does not route private addresses';
  rules.push(
    `iifname "vpc" ip daddr { ${PRIVATE.join(', ')} } ${lose(draft, namespace, { component: id, type, reason: unroutable, ledBy: led })}`,
  );
  if (pairs.length > 0) {
    const out = pairs.map(({ privateIp, publicIp }) => `${privateIp} : ${publicIp}`);
    const back = pairs.map(({ privateIp, publicIp }) => `${publicIp} : ${privateIp}`);
    namespace.objects.push(
      `map public { type ipv4_addr : ipv4_addr; elements = { ${out.join(', ')} } }`,
      `map private { type ipv4_addr : ipv4_addr; elements = { ${back.join(', ')} } }`,
    );
    const swapped = 'ip saddr set ip saddr map @public';
    rules.push(`iifname "vpc" ip saddr { ${pairs.map(({ privateIp }) => privateIp).join(', ')} } ${swapped} accept`);
    rules.push('iifname "internet" ip daddr set ip daddr map @private', 'iifname "internet" accept');
  }
  for (const natGateway of network.model.natGateways) {
    if (natGateway.connectivityType !== 'private' || natGateway.vpcId !== vpc.id) continue;
    const own = network.networkInterfaces.get(natGateway.networkInterfaceId)?.addresses[0]?.privateIp;
    const reason = 'an internet gateway drops what comes from a private NAT gateway';
    const lost = lose(draft, namespace, { component: natGateway.id, type: 'nat-gateway', reason, ledBy: led });
    if (own !== undefined) rules.push(`iifname "vpc" ip saddr ${own} ${lost}`);
  }
  for (const networkInterface of network.interfacesByVpc.get(vpc.id) ?? []) {
    rules.push(...withoutPublicAddress(draft, namespace, networkInterface, led));
  }
  rules.push(
    lose(draft, namespace, { component: id, type, reason: 'the source has no public IPv4 address', ledBy: led }),
  );
}

function withoutPublicAddress(
  draft: Draft,
  namespace: DraftNamespace,
  { id, addresses, owner }: NetworkInterface,
  led: readonly string[],
): readonly string[] {
  if (owner.kind === 'transit-gateway-attachment') return [];
  const own = addresses.filter(({ publicIp }) => publicIp === undefined).map(({ privateIp }) => privateIp);
  if (own.length === 0) return [];
  const reason = 'it has no public IPv4 address';
  const lost = lose(draft, namespace, { component: id, type: 'network-interface', reason, ledBy: led });
  return [`ip saddr { ${own.join(', ')} } ${lost}`];
}

/** Public addresses in the model that no internet gateway has lead nowhere. */
export function loseUnattached(network: Network, internet: DraftNamespace): void {
  const attached = new Set(network.model.internetGateways.map(({ vpcId }) => vpcId));
  for (const { vpcId, addresses } of network.model.networkInterfaces) {
    if (attached.has(vpcId)) continue;
    for (const { publicIp } of addresses) {
      if (publicIp !== undefined) internet.ip.push(`route add ${publicIp}/32 dev lo table local`);
    }
  }
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

function internetHosts(network: Network): readonly string[] {
  const { model } = network;
  const rules = model.securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const lists = model.prefixLists.flatMap(({ cidrs }) => cidrs ?? []);
  const cidrs = [...rules.flatMap(({ peer }) => ('cidr' in peer ? [peer.cidr] : [])), ...lists];
  const entries = model.networkAcls.flatMap((acl) => acl.entries.map(({ cidr }) => cidr));
  const destinations = [...model.routeTables, ...model.transitGatewayRouteTables]
    .flatMap(({ routes }) => routes.map(({ destination }) => destination))
    .filter((destination) => typeof destination === 'string');
  const particular = [...new Set([...cidrs, ...entries, ...destinations])]
    .map(parseCidr)
    .filter(({ prefixLength }) => prefixLength > 0);
  const taken = new Set(
    model.networkInterfaces.flatMap(({ addresses }) => addresses.map(({ publicIp }) => publicIp ?? '')),
  );
  const free = (address: number): boolean => isPublicAddress(address) && !taken.has(formatAddress(address));
  // Where together they mean everybody, as 0.0.0.0/1 and 128.0.0.0/1 do, the widest of them do not count.
  const isMeant = (address: number, widest: number): boolean =>
    particular.some((range) => range.prefixLength >= widest && contains(range, address));
  const nobody = [1, 2, 4, 8].flatMap(
    (widest) => candidates.find((address) => free(address) && !isMeant(address, widest)) ?? [],
  )[0];
  const admitted = particular.flatMap(({ first, last }) => {
    for (let address = first; address <= Math.min(last, first + 255); address++) if (free(address)) return [address];
    // The first of a wide one need not be anybody's: 0.0.0.0/1.
    for (let address = first; address <= last; address += 2 ** 24) if (free(address)) return [address];
    return [];
  });
  return [...new Set([nobody ?? parseAddress('203.0.113.9'), ...admitted])].map(formatAddress);
}

const candidates = Array.from({ length: 200 }, (_each, index) => parseAddress(`${index + 20}.77.${index}.9`));
