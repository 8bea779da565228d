import type { LoadBalancer, NetworkInterface } from '../../reachability/model';
import type { LabListener } from '../plan';
import { privateAddresses } from './addresses';
import { chain, type Draft, type DraftNamespace, lose } from './draft';
import { placeInterface, refusal, TRACKED } from './host';
import type { Network } from './network';
import type { Router, Zone } from './router';
import { KNOWN_SENDER, securityGroupRules } from './security-group';
import { targetsOf } from './targets';

/** An interface of a load balancer, in the making. */
export interface Node {
  readonly loadBalancer: LoadBalancer;
  readonly networkInterface: NetworkInterface;
  readonly namespace: DraftNamespace;
  readonly router: Router;
  readonly zone: Zone;
  readonly ip: string;
  readonly listeners: readonly LabListener[];
}

/**
 * An interface of a load balancer: it hands connections on with its own address as the source, and an Application Load
 * Balancer does so for the whole stream. Which targets are healthy is found out by asking them from here.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
export function addNode(
  draft: Draft,
  network: Network,
  router: Router,
  zone: Zone,
  networkInterface: NetworkInterface,
): Node | undefined {
  const loadBalancer = network.model.loadBalancers.find(({ id }) => id === networkInterface.owner.id);
  const [ip] = privateAddresses(networkInterface);
  const namespace = placeInterface(draft, network, router, zone, networkInterface, 'l', true);
  if (!loadBalancer || loadBalancer.kind === 'unknown' || ip === undefined) {
    const reason = 'nobody knows what the load balancer does';
    draft.notModelled.push({ component: networkInterface.owner.id, reason, touches: [networkInterface.id] });
    return undefined;
  }
  const listeners = loadBalancer.listeners.flatMap((listener) =>
    listener.protocols.map((protocol): LabListener => {
      const targets = targetsOf(network, draft, loadBalancer, networkInterface, listener, protocol);
      return { protocol, port: listener.port, targetGroupIds: listener.targetGroupIds, targets };
    }),
  );
  const node: Node = { loadBalancer, networkInterface, namespace, router, zone, ip, listeners };
  filter(draft, network, node);
  answerNobodyElse(draft, node);
  const translation = chain(namespace, 'translation', 'type nat hook postrouting priority 100; policy accept;');
  translation.push(`oifname "eth0" ip saddr != ${ip} snat to ${ip}`);
  // Whoever it was sent by before, it is now the sender.
  chain(namespace, 'sender', 'type filter hook postrouting priority 50; policy accept;').push(KNOWN_SENDER);
  chain(namespace, 'balance', 'type nat hook prerouting priority -100; policy accept;');
  const publicIps = networkInterface.addresses.flatMap(({ publicIp }) => publicIp ?? []);
  draft.balancers.push({
    id: namespace.name,
    component: loadBalancer.id,
    networkInterfaceId: networkInterface.id,
    namespace: namespace.name,
    chain: 'balance',
    addresses: [...privateAddresses(networkInterface), ...publicIps],
    listeners,
  });
  return node;
}

function filter(draft: Draft, network: Network, { loadBalancer, networkInterface, namespace, ip }: Node): void {
  const { id, securityGroupIds } = loadBalancer;
  const reason = 'what comes back to its sender is dropped by it';
  const lost = lose(draft, namespace, { component: id, type: 'load-balancer', reason });
  const ingress = chain(namespace, 'ingress', 'type filter hook prerouting priority -150; policy accept;');
  ingress.push('iifname "lo" accept', `ip saddr ${ip} ${lost}`, TRACKED);
  if (securityGroupIds === undefined) return;
  const own = { ...networkInterface, securityGroupIds };
  ingress.push(
    // PrivateLink comes by links of its own, and looks at the groups where it starts.
    'iifname != "eth0" accept',
    ...securityGroupRules(network, own, 'ingress'),
    lose(draft, namespace, refusal(own, 'ingress')),
  );
  const egress = [TRACKED, ...securityGroupRules(network, own, 'egress')];
  egress.push(lose(draft, namespace, refusal(own, 'egress')));
  for (const hook of ['forward', 'output']) {
    chain(namespace, `egress-${hook}`, `type filter hook ${hook} priority 0; policy accept;`).push(
      ...(hook === 'output' ? ['oifname "lo" accept'] : []),
      ...egress,
    );
  }
}

// What no listener took; replies to health checks belong to connections of its own.
function answerNobodyElse(draft: Draft, { loadBalancer, namespace, listeners }: Node): void {
  const rules = chain(namespace, 'rest', 'type filter hook input priority 0; policy accept;');
  rules.push('iifname "lo" accept', TRACKED);
  for (const { protocol, port, targetGroupIds } of listeners) {
    const [group] = targetGroupIds;
    const reason = 'nothing in rotation';
    const by = group === undefined ? ({ component: loadBalancer.id, type: 'load-balancer' } as const) : undefined;
    const lost = lose(draft, namespace, { ...(by ?? { component: group ?? '', type: 'target-group' }), reason });
    rules.push(`${protocol} dport ${port} ${lost}`);
  }
  const none = { component: loadBalancer.id, type: 'load-balancer', reason: 'no listener' } as const;
  rules.push(lose(draft, namespace, none));
}
