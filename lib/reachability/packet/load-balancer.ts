import type { Listener, LoadBalancer, NetworkInterface } from '../model';
import type { Network } from '../network';
import type { Question } from '../verdict';
import type { Evaluate } from './component';
import { handedOut, type Outcome, refusedBy } from './outcome';
import type { State } from './position';
import { toHop } from './step';
import { rotation, serveGroup } from './target-group';

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
      rotation(network, { loadBalancer, node, group }, depth, evaluate).some(({ outcome }) => outcome.works),
    )
  );
}

function listenerOf({ listeners }: LoadBalancer, protocol: Question['protocol'], port: number): Listener | undefined {
  return listeners.find((each) => protocol !== 'icmp' && each.port === port && each.protocols.includes(protocol));
}

function unknown({ owner }: NetworkInterface): Outcome {
  const blocker = { component: owner.id, type: 'load-balancer', reason: 'nobody knows what it does' } as const;
  return refusedBy({ ...blocker, change: 'use a Network or Application Load Balancer' }, [blocker]);
}
