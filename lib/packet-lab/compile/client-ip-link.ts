import { chain, connect, type Draft, lose } from './draft';
import { refusal, TRACKED } from './host';
import type { Node } from './load-balancer';
import type { Network } from './network';
import { attach, type Zone } from './router';
import { securityGroupRules } from './security-group';

/**
 * Links by which packets with the address of a client go from an interface of a load balancer to its targets and back: one
 * device `keep` of the load balancer, and one of each target.
 *
 * @param targets addresses, and the interfaces that have them
 */
export function addNodeLink(
  draft: Draft,
  network: Network,
  node: Node,
  targets: ReadonlyMap<string, string>,
  mark: number,
): void {
  const { namespace, router, networkInterface } = node;
  const keep = `k-${namespace.name}`;
  const ways: { destination: string; device: string }[] = [];
  const subnet = network.subnets.get(networkInterface.subnetId);
  const out: Zone = { kind: 'direct', ways };
  attach(
    draft,
    router,
    { namespace, device: 'keep' },
    { device: keep, zone: out, within: true, ...(subnet && { subnet }) },
  );
  namespace.ip.push(`rule add pref 100 fwmark ${mark} lookup ${100 + mark}`);
  const back: Zone = { kind: 'direct', ways: [{ destination: '0.0.0.0/0', device: keep }] };
  for (const [ip, id] of targets) {
    const found = network.networkInterfaces.get(id);
    const place = network.placed.get(id);
    if (!found || !place) continue;
    namespace.ip.push(`route add ${ip}/32 dev keep table ${100 + mark}`);
    const inside = network.subnets.get(found.subnetId);
    const device = `${namespace.name}-${place.name}`;
    connect(draft, { namespace: router.namespace, device }, { namespace: place, device: keep });
    router.ports.push({ device, zone: back, within: true, ...(inside && { subnet: inside }) });
    ways.push({ destination: `${ip}/32`, device });
    admit(draft, network, node, id, keep);
  }
}

// The reply leaves by the device that the connection came in by.
function admit(draft: Draft, network: Network, node: Node, id: string, device: string): void {
  const place = network.placed.get(id);
  const found = network.networkInterfaces.get(id);
  if (!place || !found) return;
  const { loadBalancer, listeners } = node;
  const number = 200 + network.marks.next++;
  place.ip.push(
    `rule add pref 100 fwmark ${number} lookup ${number}`,
    `route add default dev ${device} table ${number}`,
  );
  const group = listeners.flatMap(({ targets }) => targets).find(({ targetGroupId }) => targetGroupId)?.targetGroupId;
  const reason = 'a target cannot reach itself through the load balancer while client IP addresses are preserved';
  const itself = lose(draft, place, { component: group ?? loadBalancer.id, type: 'target-group', reason });
  const rules = chain(place, 'ingress');
  const own = rules.find((rule) => rule.startsWith('ip saddr '))?.split(' counter ')[0];
  const name = `behind-${number}`;
  const groups = network.model.loadBalancers.find(({ id: its }) => its === found.owner.id)?.securityGroupIds;
  const filtered = { ...found, securityGroupIds: groups ?? found.securityGroupIds };
  const isOpen = found.owner.kind === 'load-balancer' && groups === undefined;
  chain(place, name).push(
    ...(own === undefined ? [] : [`${own} ${itself}`]),
    TRACKED,
    `ct mark set ${number}`,
    ...(isOpen ? ['accept'] : securityGroupRules(network, filtered, 'ingress', loadBalancer.securityGroupIds ?? [])),
    ...(isOpen ? [] : [lose(draft, place, refusal(filtered, 'ingress'))]),
  );
  rules.splice(2, 0, `iifname "${device}" goto ${name}`);
  const reroute = `ct direction reply ct mark ${number} meta mark set ${number}`;
  chain(place, 'back-forward', 'type filter hook prerouting priority -140; policy accept;').push(reroute);
  chain(place, 'back-output', 'type route hook output priority -150; policy accept;').push(reroute);
}
