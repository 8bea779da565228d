import { formatAddress, parseCidr } from '../../reachability/ipv4';
import type { Vpc } from '../../reachability/model';
import { addNamespace, chain, type Draft, lose } from './draft';
import { listenEverywhere } from './host';
import { attach, forwardChain, type Router } from './router';

const LINK_LOCAL = '169.254.169.253';

/** Where Route 53 Resolver is for the hosts of a VPC. https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS */
export function resolverAddresses(vpc: Vpc | undefined): readonly string[] {
  const [primary] = vpc?.cidrBlocks ?? [];
  return primary === undefined ? [LINK_LOCAL] : [formatAddress(parseCidr(primary).first + 2), LINK_LOCAL];
}

/** Accepts what neither security groups nor network ACLs filter: questions to Route 53 Resolver. */
export const toResolver = (vpc: Vpc | undefined): string => `ip daddr { ${resolverAddresses(vpc).join(', ')} } accept`;

/** Route 53 Resolver of a VPC, which answers its hosts on port 53 and nobody else. */
export function addResolver(draft: Draft, router: Router): void {
  const { vpc } = router;
  const of = { component: vpc.id, type: 'vpc' } as const;
  const namespace = addNamespace(draft, 'd', of, false);
  const addresses = resolverAddresses(vpc).filter((address) => !router.local.has(address));
  const zone = { kind: 'gateway', ...of } as const;
  const end = { namespace, addresses: addresses.map((address) => `${address}/32`) };
  const device = attach(draft, router, end, { zone, within: false });
  for (const address of addresses) router.local.set(address, device);
  router.namespace.ip.push(`rule add pref 50 to ${LINK_LOCAL} lookup 1000`);
  namespace.ip.push('route add default dev eth0');
  forwardChain(router.namespace).push(`oifname "${device}" accept`, `iifname "${device}" accept`);
  const lost = (reason: string): string => lose(draft, namespace, { ...of, reason });
  chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;').push(
    'iifname "lo" accept',
    `ip saddr != { ${vpc.cidrBlocks.join(', ')} } ${lost('Route 53 Resolver answers the hosts of its VPC only')}`,
    'ip protocol { tcp, udp } th dport 53 accept',
    lost('Route 53 Resolver answers on port 53 only'),
  );
  listenEverywhere(namespace, addresses[0] ?? LINK_LOCAL);
  draft.hosts.push({ id: vpc.id, namespace: namespace.name, addresses, client: false, server: true });
}
