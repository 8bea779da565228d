import { chain, type Draft } from './draft';
import type { Network } from './network';
import { networkAclChain } from './network-acl';
import { forwardChain, type Port, type Router } from './router';
import { addRoutes } from './routes';

/**
 * Everything of a router that has to know all of its devices: tables, and network ACLs, which look only at what leaves or
 * enters a subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function finishRouter(draft: Draft, network: Network, router: Router): void {
  const { namespace, ports } = router;
  const zones = addRoutes(draft, network, router);
  const marks = ports.map(({ device, zone }) => `"${device}" : ${zones.get(zone) ?? 0}`);
  if (marks.length > 0) namespace.objects.push(`map zone { type ifname : mark; elements = { ${marks.join(', ')} } }`);
  const incoming = chain(namespace, 'incoming', 'type filter hook prerouting priority -300; policy accept;');
  if (marks.length > 0) incoming.push('meta mark set meta iifname map @zone');
  const rules = forwardChain(namespace);
  for (const [field, name] of [
    ['iifname', 'from'],
    ['oifname', 'to'],
  ] as const) {
    const jumps = ports.flatMap((port) => {
      const target = guard(draft, network, router, port, name);
      return target === undefined ? [] : [`"${port.device}" : jump ${target}`];
    });
    if (jumps.length > 0) rules.push(`${field} vmap { ${jumps.join(', ')} }`);
  }
}

// The chain of a subnet's network ACL in one direction.
function guard(
  draft: Draft,
  network: Network,
  { namespace, ports }: Router,
  { subnet }: Port,
  name: 'from' | 'to',
): string | undefined {
  if (subnet?.networkAclId === undefined) return undefined;
  const acls = network.model.networkAcls;
  const number = acls.findIndex(({ id }) => id === subnet.networkAclId);
  const acl = acls[number];
  if (!acl) return undefined;
  const chainName = `${name}-${network.model.subnets.indexOf(subnet) + 1}`;
  if (namespace.chains.has(chainName)) return chainName;
  const rules = chain(namespace, chainName);
  if (name === 'from') {
    const own = ports.filter((port) => port.within && port.subnet?.id === subnet.id).map(({ device }) => `"${device}"`);
    if (own.length > 0) rules.push(`oifname { ${own.join(', ')} } accept`);
  }
  rules.push(`jump ${networkAclChain(draft, namespace, acl, name === 'from', number + 1)}`);
  return chainName;
}
