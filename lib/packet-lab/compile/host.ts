import type { NetworkInterface } from '../../reachability/model';
import { LISTEN_PORT } from '../plan';
import { privateAddresses, ranges } from './addresses';
import { addNamespace, chain, type Draft, type DraftNamespace, lose } from './draft';
import type { Network } from './network';
import { toResolver } from './resolver';
import { attach, type Router, type Zone } from './router';
import { securityGroupRules } from './security-group';

/** Next hop of everybody: an address that nobody has, behind the only device. */
export const NEXT_HOP = '169.254.0.1';

/**
 * A namespace with the addresses of an interface on `eth0`, connected to the router of its VPC.
 *
 * @param forwards whether it hands on what is not for itself
 */
export function placeInterface(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
  letter: string,
  forwards: boolean,
): DraftNamespace {
  const { id } = networkInterface;
  const namespace = addNamespace(draft, letter, { component: id, type: 'network-interface' }, forwards);
  const addresses = privateAddresses(networkInterface);
  const subnet = network.subnets.get(networkInterface.subnetId);
  const other = { namespace, addresses: addresses.map((address) => `${address}/32`) };
  const device = attach(draft, router, other, { zone, within: true, ...(subnet && { subnet }) });
  for (const address of addresses) if (!router.local.has(address)) router.local.set(address, device);
  const source = addresses[0] === undefined ? '' : ` src ${addresses[0]}`;
  namespace.ip.push(`route add default via ${NEXT_HOP} dev eth0 onlink${source}`);
  if (forwards) namespace.sysctls.push('net.ipv4.icmp_echo_ignore_all=1');
  network.placed.set(id, namespace);
  router.exits.set(`network-interface ${id}`, device);
  return namespace;
}

/**
 * A host: whatever port it is asked on it answers, if its security groups let it; they track connections in its own
 * namespace, as AWS does for each interface.
 */
export function addHost(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
): void {
  const { id, owner } = networkInterface;
  const namespace = placeInterface(draft, network, router, zone, networkInterface, 'h', false);
  const own = privateAddresses(networkInterface);
  const itsOther = siblings(network, networkInterface).flatMap(privateAddresses);
  for (const address of itsOther) namespace.ip.push(`address add ${address}/32 dev lo`);
  const ingress = filterChain(draft, network, namespace, networkInterface, [...own, ...itsOther]);
  if (owner.kind === 'lambda-function') {
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    const reason = 'the interface of a lambda-function accepts no connections';
    const rule = lose(draft, namespace, { component: id, type: 'network-interface', reason });
    ingress.splice(ingress.indexOf(TRACKED) + 1, 0, rule);
  }
  ingress.push(lose(draft, namespace, refusal(networkInterface, 'ingress')));
  const egress = chain(namespace, 'egress', 'type filter hook output priority 0; policy accept;');
  egress.push('oifname "lo" accept', TRACKED, toResolver(network.vpcs.get(networkInterface.vpcId)));
  egress.push(...securityGroupRules(network, networkInterface, 'egress'));
  egress.push(lose(draft, namespace, refusal(networkInterface, 'egress')));
  listenEverywhere(namespace, own[0] ?? '127.0.0.1');
  draft.hosts.push({ id, namespace: namespace.name, addresses: own, client: true, server: true });
}

/** What belongs to a connection that was let through. */
export const TRACKED = 'ct state established,related accept';

/** What the security groups of an interface let in; the rule that loses the rest is the caller's to add. */
export function filterChain(
  draft: Draft,
  network: Network,
  namespace: DraftNamespace,
  networkInterface: NetworkInterface,
  own: readonly string[],
): string[] {
  const { id, sourceDestCheck } = networkInterface;
  const type = 'network-interface';
  const rules = chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;');
  const itself = 'what comes back to its sender is dropped by it';
  const foreign = sourceDestCheck
    ? 'the source/destination check drops what is neither from nor to the interface'
    : 'nobody knows what it forwards';
  rules.push(
    'iifname "lo" accept',
    `ip saddr { ${ranges(own)} } ${lose(draft, namespace, { component: id, type, reason: itself })}`,
    // With the check not even an address of another interface of the same instance will do.
    `${sourceDestCheck ? `ip daddr != { ${ranges(privateAddresses(networkInterface))} }` : 'fib daddr type != local'} ${lose(draft, namespace, { component: id, type, reason: foreign })}`,
    TRACKED,
    `ct state invalid ${lose(draft, namespace, { component: id, type, reason: 'a reply arrives that it did not ask for' })}`,
    ...securityGroupRules(network, networkInterface, 'ingress'),
  );
  return rules;
}

/** What a security group that allows nothing is called. */
export function refusal(
  { id, securityGroupIds }: Pick<NetworkInterface, 'id' | 'securityGroupIds'>,
  direction: 'ingress' | 'egress',
) {
  const [group] = securityGroupIds;
  const reason = `no ${direction} rule of ${group ?? id} allows it`;
  if (group === undefined) return { component: id, type: 'network-interface', reason } as const;
  return { component: group, type: 'security-group', reason } as const;
}

/**
 * Leads all ports to the one on which the listeners are, and there to the primary address: a redirection would want an
 * address on whichever device a packet comes in by.
 */
export function listenEverywhere(namespace: DraftNamespace, address: string): void {
  const redirect = `ip protocol { tcp, udp } dnat to ${address}:${LISTEN_PORT}`;
  chain(namespace, 'arrivals', 'type nat hook prerouting priority -100; policy accept;').push(redirect);
  const own = chain(namespace, 'itself', 'type nat hook output priority -100; policy accept;');
  own.push(`oifname "lo" ${redirect}`);
}

/** The other interfaces of the same instance: a host talks to its own addresses without the network. */
export function siblings(network: Network, { id, vpcId, owner }: NetworkInterface): readonly NetworkInterface[] {
  if (owner.kind !== 'instance') return [];
  return (network.interfacesByVpc.get(vpcId) ?? []).filter(
    (other) => other.id !== id && other.owner.kind === 'instance' && other.owner.id === owner.id,
  );
}
