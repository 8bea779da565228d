import type { Listener, LoadBalancer, NetworkInterface, Target } from '../model';
import type { Network } from '../network';
import type { Question } from '../verdict';
import type { Evaluate } from './component';
import { openedBy } from './openings';
import { best, handedOut, type Outcome, refusedBy } from './outcome';
import { type State, toHop } from './packet';
import { interfaceOf, isEligible, isSameInstance, name, type Serving, toTarget } from './targets';

// More load balancers in a row than anybody chains.
const deepest = 6;

/**
 * What the interface of a load balancer makes of a connection: it hands it to any of the healthy targets of its zone, or
 * of all zones if cross-zone load balancing is on, so each of them has to work.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
export function serve(network: Network, state: State, node: NetworkInterface, evaluate: Evaluate): Outcome {
  const { protocol, destinationPorts } = state.packet;
  const loadBalancer = network.loadBalancers.get(node.owner.id);
  if (!loadBalancer || loadBalancer.kind === 'unknown') return unknown(node);
  const listener = listenerOf(loadBalancer, protocol, destinationPorts.from);
  const component = loadBalancer.id;
  if (!listener) {
    const port = protocol === 'icmp' ? protocol : `${protocol} ${destinationPorts.from}`;
    const reason = `no listener on ${port}`;
    return refusedBy({ component, type: 'load-balancer', reason, change: `add a listener on ${port}` });
  }
  if (state.flow.depth >= deepest) {
    const reason = 'the load balancers hand the connection to each other';
    return refusedBy({ component, type: 'load-balancer', reason, change: 'break the circle' });
  }
  const groups = listener.targetGroupIds.flatMap((id) => network.targetGroups.get(id) ?? []);
  if (groups.length === 0) {
    const reason = `the listener on ${listener.port} forwards to no target group`;
    return refusedBy({ component: listener.id ?? component, type: 'load-balancer', reason, change: 'forward to one' });
  }
  const outcome = handedOut(
    evaluate.mode,
    groups.map((group) => serveGroup(network, state, { loadBalancer, node, group }, evaluate)),
  );
  const detail = () => `listener on ${listener.port}`;
  const hop = toHop({ component, type: 'load-balancer', detail }, state.packet);
  return { ...outcome, forward: [hop, ...outcome.forward] };
}

/** Whether an interface of a load balancer has something to hand connections to, in each target group. */
export function inService(
  network: Network,
  node: NetworkInterface,
  {
    protocol,
    port,
    depth,
  }: { readonly protocol: Question['protocol']; readonly port: number | undefined; readonly depth: number },
  evaluate: Evaluate,
): boolean {
  const loadBalancer = network.loadBalancers.get(node.owner.id);
  const listener = loadBalancer && listenerOf(loadBalancer, protocol, port ?? 0);
  if (!listener || depth >= deepest) return false;
  const groups = listener.targetGroupIds.flatMap((id) => network.targetGroups.get(id) ?? []);
  return (
    groups.length > 0 &&
    groups.every((group) =>
      rotation(network, { loadBalancer, node, group }, protocol, depth, evaluate).some(({ outcome }) => outcome.works),
    )
  );
}

function serveGroup(network: Network, state: State, serving: Serving, evaluate: Evaluate): Outcome {
  const { group, node, loadBalancer } = serving;
  const { packet, flow } = state;
  const checked = rotation(network, serving, packet.protocol, flow.depth, evaluate);
  const healthy = checked.filter(({ outcome }) => outcome.works);
  const warnings = checked
    .filter(({ outcome }) => !outcome.works)
    .map(({ target, outcome: { blockedBy } }) => `${group.id} does not use ${name(target)}: ${blockedBy[0]?.reason}`);
  if (healthy.length === 0) return best(checked.map(({ outcome }) => outcome)) ?? withoutTarget(network, serving);
  const preserved = group.preserveClientIp && loadBalancer.kind === 'network' && flow.opener !== 'private-link';
  const outcomes = preserved
    ? healthy.map(({ target }) => handOver(network, state, serving, target, evaluate))
    : healthy.map(({ outcome }) => outcome);
  const outcome = all(outcomes);
  const hop = {
    component: group.id,
    type: 'target-group' as const,
    detail: () => `to ${healthy.length} healthy targets`,
  };
  const forward = [toHop(hop, packet), ...outcome.forward];
  return { ...outcome, forward, warnings: [...warnings, ...outcome.warnings].map((text) => `${node.id}: ${text}`) };
}

/** The targets that an interface of a load balancer may choose, each with its health check. */
function rotation(
  network: Network,
  serving: Serving,
  protocol: Question['protocol'],
  depth: number,
  evaluate: Evaluate,
): readonly { readonly target: Target; readonly outcome: Outcome }[] {
  const { node, group } = serving;
  const key = ['rotation', evaluate.mode, node.id, group.id, protocol, depth].join(' ');
  return network.remember(key, () =>
    group.targets
      .filter((target) => isEligible(network, serving, target))
      // Health checks are made by TCP also for targets that are served by UDP, on a port that nobody tells.
      .map((target) => ({
        target,
        outcome: toTarget(network, target, protocol, depth, evaluate, node.vpcId, (aim) =>
          openedBy(network, node, aim),
        ),
      })),
  );
}

/**
 * A connection that keeps the address of the client: the target's security groups and network ACL see it, and the reply
 * returns by the load balancer. Nobody can reach himself that way.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function handOver(
  network: Network,
  state: State,
  { node, loadBalancer, group }: Serving,
  target: Target,
  evaluate: Evaluate,
): Outcome {
  const { packet, flow } = state;
  const { opener } = flow;
  const found = interfaceOf(network, node.vpcId, target);
  if (typeof opener === 'object' && found && (found === opener || isSameInstance(found, opener))) {
    const reason = 'a target cannot reach itself through the load balancer while client IP addresses are preserved';
    return refusedBy({ component: group.id, type: 'target-group', reason, change: 'disable client IP preservation' });
  }
  return toTarget(network, target, packet.protocol, flow.depth, evaluate, node.vpcId, (aim) => {
    const opened = openedBy(network, node, aim, packet.source);
    const sender = loadBalancer.securityGroupIds === undefined ? undefined : node;
    const sent = { ...opened.packet, sourcePorts: packet.sourcePorts, sender };
    return { ...opened, packet: sent, flow: { ...opened.flow, sent, through: node } };
  });
}

function listenerOf({ listeners }: LoadBalancer, protocol: Question['protocol'], port: number): Listener | undefined {
  return listeners.find((each) => protocol !== 'icmp' && each.port === port && each.protocols.includes(protocol));
}

function withoutTarget(network: Network, { group, node, loadBalancer }: Serving): Outcome {
  const component = group.id;
  if (group.targetType === 'unknown') {
    const unknownTargets = 'nobody knows its targets';
    const blocker = { component, type: 'target-group', reason: unknownTargets } as const;
    return refusedBy({ ...blocker, change: 'register targets' }, [blocker]);
  }
  const zone = network.subnets.get(node.subnetId)?.availabilityZone;
  const elsewhere = group.targets.length > 0;
  const reason = elsewhere ? `no registered target is served from ${zone}` : 'no registered targets';
  const change = elsewhere ? `enable cross-zone load balancing or register a target in ${zone}` : 'register targets';
  return refusedBy(
    elsewhere
      ? { component: loadBalancer.id, type: 'load-balancer', reason, change }
      : { component, type: 'target-group', reason, change },
  );
}

function unknown({ owner }: NetworkInterface): Outcome {
  const blocker = { component: owner.id, type: 'load-balancer', reason: 'nobody knows what it does' } as const;
  return refusedBy({ ...blocker, change: 'use a Network or Application Load Balancer' }, [blocker]);
}
