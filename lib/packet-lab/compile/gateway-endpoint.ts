import { formatAddress, parseCidr } from '../../reachability/ipv4';
import type { VpcEndpoint } from '../../reachability/model';
import { addNamespace, chain, type Draft, lose } from './draft';
import { listenEverywhere, TRACKED } from './host';
import type { Network } from './network';
import { attach, type Router } from './router';
import { prefixes } from './security-group';

/**
 * A gateway endpoint: AWS's service behind it has every address of the prefix list and answers on the ports of HTTP and
 * HTTPS. What it sends comes in without a route table.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function addGatewayEndpoint(
  draft: Draft,
  network: Network,
  routers: ReadonlyMap<string, Router>,
  { id, vpcId, state, prefixListId, serviceName = 'the service' }: VpcEndpoint,
): void {
  const router = routers.get(vpcId);
  if (!router) return;
  const type = 'vpc-endpoint';
  const namespace = addNamespace(draft, 'w', { component: id, type }, false);
  const device = attach(
    draft,
    router,
    { namespace },
    { zone: { kind: 'gateway', component: id, type }, within: false },
  );
  router.exits.set(`vpc-endpoint ${id}`, device);
  namespace.ip.push(`address add ${SERVICE}/32 dev lo`, 'route add default dev eth0');
  const cidrs = prefixListId === undefined ? [] : prefixes(network, prefixListId);
  namespace.ip.push(...cidrs.map((cidr) => `route add local ${cidr} dev lo table local`));
  const rules = chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;');
  rules.push('iifname "lo" accept', TRACKED);
  const lost = (reason: string): string => lose(draft, namespace, { component: id, type, reason });
  if (state !== 'available') rules.push(lost(`the endpoint is ${state}`));
  rules.push('tcp dport { 80, 443 } accept', lost(`${serviceName} answers on tcp 443 and 80 only`));
  listenEverywhere(namespace, SERVICE);
  // An address that packets for the endpoint can have, and that no interface of a VPC does.
  const [ip] = cidrs.map((cidr) => formatAddress(parseCidr(cidr).first));
  if (ip === undefined) {
    draft.notModelled.push({ component: id, reason: 'nobody knows what the prefix list holds', touches: [id] });
  } else draft.entrances.push({ component: id, ways: [{ addresses: [{ ip }], from: [vpcId], answerers: [id] }] });
  draft.hosts.push({ id, namespace: namespace.name, addresses: [SERVICE], client: false, server: true });
}

// Of TEST-NET-2, which nobody uses. https://www.rfc-editor.org/rfc/rfc5737
const SERVICE = '198.51.100.1';
