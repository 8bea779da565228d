import type { EndpointService, VpcEndpoint } from '../../reachability/model';
import { chain, type Draft, type Loser, lose } from './draft';
import { close, type Entry, finishEntry } from './endpoint';
import { refusal, TRACKED } from './host';
import type { Node } from './load-balancer';
import { isSame, type Network, zoneOf } from './network';
import { securityGroupRules } from './security-group';
import { serviceLink } from './service-link';
import { accountOf } from './sharing';

/**
 * An Interface endpoint of a service of one's own: a link to the Network Load Balancer's interface in the same zone, which
 * sees an address of the link and not the client's, so that equal CIDRs do not matter.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
 *
 * @returns the interface of the load balancer
 */
export function linkToService(draft: Draft, network: Network, entry: Entry, nodes: readonly Node[]): Node | undefined {
  const { endpoint, networkInterface, namespace } = entry;
  const service = network.model.endpointServices.find(({ id }) => id === endpoint.endpointServiceId);
  const type = 'endpoint-service';
  if (!service) {
    const reason = 'its service is not in the input';
    draft.notModelled.push({ component: endpoint.id, reason, touches: [endpoint.id, networkInterface.id] });
    close(draft, entry, { component: endpoint.id, type: 'vpc-endpoint', reason });
    return undefined;
  }
  const missing = service.networkLoadBalancerIds.filter(
    (id) => !network.model.loadBalancers.some((each) => each.id === id && each.kind === 'network'),
  );
  if (missing.length > 0 || !isSame(service.region, endpoint.region)) {
    const reason = 'a load balancer that is not in the input, or endpoints of another Region';
    draft.notModelled.push({ component: service.id, reason, touches: [endpoint.id, networkInterface.id] });
  }
  for (const lost of refusals(service, endpoint)) close(draft, entry, lost);
  const zone = zoneOf(network, networkInterface);
  const near = nodes.filter(
    (node) =>
      service.networkLoadBalancerIds.includes(node.loadBalancer.id) && zoneOf(network, node.networkInterface) === zone,
  );
  const [node] = near;
  const notCarried = { component: service.id, type, reason: 'PrivateLink carries tcp and udp only' } as const;
  finishEntry(draft, entry, notCarried);
  if (!node) {
    close(draft, entry, { component: service.id, type, reason: `the service does not support the zone ${zone ?? ''}` });
    return undefined;
  }
  if (near.length > 1) {
    const reason = 'which of several load balancers in the zone an endpoint takes';
    draft.notModelled.push({ component: service.id, reason, touches: [endpoint.id, networkInterface.id] });
  }
  const { loadBalancer } = node;
  if (loadBalancer.securityGroupIds && loadBalancer.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic) {
    const groups = { vpcId: node.networkInterface.vpcId, securityGroupIds: loadBalancer.securityGroupIds };
    // Of the client only the address counts: its groups mean nothing in another VPC.
    const rules = securityGroupRules(network, groups, 'ingress', []);
    const lost = lose(draft, namespace, refusal({ ...node.networkInterface, ...groups }, 'ingress'));
    chain(namespace, 'enforced', 'type filter hook prerouting priority -130; policy accept;').push(
      'iifname != "eth0" accept',
      TRACKED,
      `ip protocol != { tcp, udp } ${lose(draft, namespace, notCarried)}`,
      ...rules,
      lost,
    );
  }
  const link = serviceLink(draft, namespace, node.namespace);
  chain(namespace, 'onward', 'type nat hook prerouting priority -100; policy accept;').push(
    `iifname "eth0" ip protocol { tcp, udp } dnat to ${link.far.ip}`,
  );
  chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;').push(
    `oifname "${link.near.device}" snat to ${link.near.ip}`,
  );
  return node;
}

/**
 * Acceptance and principals. The owner's account needs no permission.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
 */
function refusals(service: EndpointService, endpoint: VpcEndpoint): readonly Loser[] {
  const type = 'endpoint-service';
  const found: Loser[] = [];
  const waits = endpoint.state === 'pendingAcceptance' || service.acceptanceRequired;
  if (endpoint.state === 'rejected') {
    found.push({
      component: endpoint.id,
      type: 'vpc-endpoint',
      reason: 'the owner of the service rejected the endpoint',
    });
  } else if (waits && !service.acceptedEndpointIds.includes(endpoint.id)) {
    found.push({ component: service.id, type, reason: `acceptance is required and ${endpoint.id} waits for it` });
  }
  const { account } = endpoint;
  if (isSame(account, service.account)) return found;
  const allowed = service.allowedPrincipals.some((principal) => principal === '*' || accountOf(principal) === account);
  const reason = `account ${account} is not among the allowed principals`;
  if (!allowed) found.push({ component: service.permissionsId ?? service.id, type, reason });
  return found;
}
