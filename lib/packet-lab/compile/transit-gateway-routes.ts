import { parseCidr } from '../../reachability/ipv4';
import type { TransitGatewayAttachment, TransitGatewayRoute } from '../../reachability/model';
import { longestFirst, matchCidr } from './addresses';
import { chain, type Draft, lose } from './draft';
import { byId, type Network } from './network';
import { forwardChain, NOWHERE, nowhereChain } from './router';
import type { DraftGateway, GatewayPort } from './transit-gateway';

const FIRST_TABLE = 1001;

/**
 * A kernel table for each pair of route table and zone that a packet may come from: an attachment in the same zone is
 * preferred on the way out.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function addTransitGatewayRoutes(draft: Draft, network: Network, gateway: DraftGateway): void {
  const { namespace, ports, transitGateway } = gateway;
  const tables = byId(network.model.transitGatewayRouteTables);
  const numbers = new Map<string, number>();
  const nowhere = nowhereChain(namespace);
  forwardChain(namespace);
  const marks = ports.map((port) => {
    const key = `${port.attachment.routeTableId ?? `none of ${port.attachment.id}`} ${port.availabilityZone}`;
    const known = numbers.get(key);
    if (known !== undefined) return `"${port.device}" : ${known}`;
    const number = FIRST_TABLE + numbers.size;
    numbers.set(key, number);
    namespace.ip.push(`rule add pref 100 fwmark ${number} lookup ${number}`);
    const table = port.attachment.routeTableId === undefined ? undefined : tables.get(port.attachment.routeTableId);
    const routes = chosen(table?.routes ?? []);
    const rules = chain(namespace, `nowhere-${number}`);
    for (const route of routes) {
      const device = deviceOf(draft, gateway, port, route);
      namespace.ip.push(
        `route add ${route.destination} ${device === undefined ? NOWHERE : `dev ${device}`} table ${number}`,
      );
      if (device !== undefined) continue;
      const lost = lose(draft, namespace, whyNot(network, table?.id ?? transitGateway.id, route));
      rules.push(`${matchCidr('daddr', route.destination)}${lost}`);
    }
    if (!routes.some(({ destination }) => parseCidr(destination).prefixLength === 0)) {
      namespace.ip.push(`route add default ${NOWHERE} table ${number}`);
    }
    rules.push(lose(draft, namespace, noRoute(port.attachment, table?.id)));
    nowhere.push(`meta mark ${number} goto nowhere-${number}`);
    return `"${port.device}" : ${number}`;
  });
  nowhere.push('drop');
  const incoming = chain(namespace, 'incoming', 'type filter hook prerouting priority -300; policy accept;');
  if (marks.length === 0) return;
  namespace.objects.push(`map zone { type ifname : mark; elements = { ${marks.join(', ')} } }`);
  incoming.push('meta mark set meta iifname map @zone');
}

// A static route goes before a propagated one to the same destination.
function chosen(routes: readonly TransitGatewayRoute[]): readonly TransitGatewayRoute[] {
  const found = new Map<string, TransitGatewayRoute>();
  for (const route of routes) {
    const { first, prefixLength } = parseCidr(route.destination);
    const key = `${first}/${prefixLength}`;
    if (!found.has(key) || (found.get(key)?.origin === 'propagated' && route.origin === 'static'))
      found.set(key, route);
  }
  return longestFirst([...found.values()]);
}

function deviceOf(
  draft: Draft,
  { ports }: DraftGateway,
  from: GatewayPort,
  { attachmentId }: TransitGatewayRoute,
): string | undefined {
  const exits = ports.filter(({ attachment }) => attachment.id === attachmentId);
  const near = exits.find(({ availabilityZone }) => availabilityZone === from.availabilityZone);
  const [first] = exits;
  const resource = first?.attachment.resource;
  const appliance = resource?.kind === 'vpc' && resource.applianceMode;
  if (near && !appliance) return near.device;
  const differ = new Set(exits.map(({ subnet }) => `${subnet?.routeTableId} ${subnet?.networkAclId}`)).size > 1;
  if (first && differ) {
    const reason = `by which zone the transit gateway leaves for what comes from ${from.availabilityZone}`;
    draft.notModelled.push({ component: first.attachment.id, reason, touches: [first.attachment.id] });
  }
  return first?.device;
}

function whyNot(network: Network, tableId: string, { id, destination, attachmentId }: TransitGatewayRoute) {
  const attachment = attachmentId === undefined ? undefined : network.attachments.get(attachmentId);
  if (attachment && attachment.resource.kind !== 'peering') {
    const reason = 'the attachment has no subnet, or nobody knows what lies behind it';
    return { component: attachment.id, type: 'transit-gateway-attachment', reason } as const;
  }
  const reason =
    attachmentId === undefined ? `the route ${destination} is a blackhole` : `${attachmentId} leads nowhere`;
  return { component: id ?? tableId, type: 'transit-gateway-route-table', reason } as const;
}

function noRoute({ id }: TransitGatewayAttachment, tableId: string | undefined) {
  if (tableId !== undefined) {
    return { component: tableId, type: 'transit-gateway-route-table', reason: 'no route' } as const;
  }
  const reason = 'the attachment is associated with no transit gateway route table';
  return { component: id, type: 'transit-gateway-attachment', reason } as const;
}
