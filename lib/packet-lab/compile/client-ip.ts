import type { LabListener, LabTarget } from '../plan';
import { addNodeLink } from './client-ip-link';
import { chain, type Draft, lose } from './draft';
import type { Node } from './load-balancer';
import type { Network } from './network';
import { interfaceAt } from './targets';

/** What the node marks packets with that keep their source. */
const KEPT = 1;

/**
 * Client IP preservation: the targets see the address of the client, and the reply returns by the load balancer whatever
 * the route table of the target says. Such packets go by links of their own between the interface of the load balancer,
 * the router (whose network ACLs see them) and each target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function preserveClientIps(draft: Draft, network: Network, nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.loadBalancer.kind !== 'network') continue;
    const kept = node.listeners.flatMap((listener) =>
      listener.targets.filter((target) => isPreserved(network, target)).map((target) => ({ listener, target })),
    );
    if (kept.length > 0) keep(draft, network, node, kept);
  }
}

const isPreserved = (network: Network, { targetGroupId }: LabTarget): boolean =>
  network.model.targetGroups.some(({ id, preserveClientIp }) => id === targetGroupId && preserveClientIp);

function keep(
  draft: Draft,
  network: Network,
  node: Node,
  kept: readonly { readonly listener: LabListener; readonly target: LabTarget }[],
): void {
  const { namespace, ip, loadBalancer, networkInterface } = node;
  const marks = chain(namespace, 'kept', 'type filter hook prerouting priority -90; policy accept;');
  const linked = new Map<string, string>();
  for (const { listener, target } of kept) {
    const { protocol, port } = listener;
    const match =
      `ct original ip daddr ${ip} ip protocol ${protocol} ct original proto-dst ${port} ` +
      `ip daddr ${target.ip} th dport ${target.port}`;
    const found = interfaceAt(network, networkInterface.vpcId, target.ip);
    const kind = found && network.model.loadBalancers.find(({ id }) => id === found.owner.id)?.kind;
    if (found && (found.owner.kind === 'vpc-endpoint' || kind === 'network')) {
      const reason = 'the target loses connections that preserve the client IP address';
      const lost = lose(draft, namespace, { component: target.targetGroupId, type: 'target-group', reason });
      marks.push(`${match} ${lost}`);
      continue;
    }
    if (!found || !network.placed.has(found.id)) {
      const reason = 'client IP preservation for targets outside of the VPC';
      draft.notModelled.push({
        component: target.targetGroupId,
        reason,
        touches: [loadBalancer.id, target.targetGroupId],
      });
      continue;
    }
    linked.set(target.ip, found.id);
    marks.push(`${match} meta mark set ${KEPT}`);
  }
  if (linked.size > 0) addNodeLink(draft, network, node, linked, KEPT);
}
