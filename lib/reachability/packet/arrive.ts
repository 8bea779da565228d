import { formatAddress } from '../ipv4';
import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import type { Arrival } from '../services/arrival';
import type { Evaluate } from './component';
import { quick, some, told } from './connect';
import { serve } from './load-balancer';
import { type Outcome, refusedBy } from './outcome';
import { reversed } from './packet';
import type { Position, State } from './position';
import { serveByService } from './service';
import type { Inner, Mode, Passage, Step } from './step';
import { noWay, step } from './step';

type Arrived = Extract<Position, { readonly kind: 'arrived' | 'lattice' }>;

/** What whoever owns the interface makes of a connection, and then its reply. */
export function arrive(network: Network, state: State, at: Arrived, mode: Mode): Step {
  const evaluate = mode === 'quick' ? quick : mode === 'some' ? some : told;
  const served =
    at.kind === 'lattice' ? lattice(network, state, at.client, evaluate) : answer(network, state, at, evaluate);
  const next = reply(network, state, at);
  if (!served) return next;
  const { works: serves, ...inner } = served;
  // Without reasons, of which nobody has asked, the step still is a blocked one.
  const obstacles = serves || inner.blockedBy.length > 0 ? [] : [silent];
  return { ...next, passages: entrances(at, inner), obstacles, inner };
}

const silent = { component: 'internet', type: 'internet', reason: 'blocked', change: '', weight: noWay } as const;

// The endpoint that an interface is of, unless the service tells it itself.
function entrances(at: Arrived, { forward }: Inner): readonly Passage[] {
  if (at.kind === 'lattice' || at.networkInterface.owner.kind !== 'vpc-endpoint') return [];
  const { id } = at.networkInterface.owner;
  if (forward.some(({ component }) => component === id)) return [];
  return [{ component: id, type: 'vpc-endpoint', detail: () => `enters by ${at.networkInterface.id}` }];
}

function reply(network: Network, state: State, at: Arrived): Step {
  const { flow } = state;
  const packet = reversed(state.packet);
  const answered = { ...flow, reply: true };
  const networkInterface = at.kind === 'lattice' ? at.client : at.networkInterface;
  const subnet = network.subnets.get(networkInterface.subnetId);
  if (!subnet || flow.opener === 'private-link') return step(state, { kind: 'end' });
  const next: Position = { kind: 'enter-interface', networkInterface };
  const to: Position =
    at.kind === 'lattice'
      ? { kind: 'enter-subnet', subnet, next }
      : { kind: 'subnet', subnet, origin: 'interface', networkInterface };
  return step(state, to, [], [], packet, answered);
}

function lattice(network: Network, state: State, client: NetworkInterface, evaluate: Evaluate): Outcome {
  const { service, depth } = state.flow;
  const at = service === undefined ? { latticeAddress: formatAddress(state.packet.destination) } : { wanted: service };
  return serveByService(network, arrivalOf(state, at, client), depth, evaluate);
}

/** `undefined`: whoever owns the interface answers. */
function answer(
  network: Network,
  state: State,
  { networkInterface }: Extract<Arrived, { readonly kind: 'arrived' }>,
  evaluate: Evaluate,
): Outcome | undefined {
  const { id, owner } = networkInterface;
  const { service, depth, opener } = state.flow;
  switch (owner.kind) {
    case 'load-balancer':
      return serve(network, state, networkInterface, evaluate);
    case 'vpc-endpoint': {
      const at = { networkInterfaceId: id, ...(service !== undefined && { wanted: service }) };
      const client = typeof opener === 'object' ? opener : undefined;
      return serveByService(network, arrivalOf(state, at, client), depth, evaluate);
    }
    case 'resource-gateway':
    case 'transit-gateway-attachment':
    case 'lambda-function': {
      const reason = `the interface of a ${owner.kind} accepts no connections`;
      return refusedBy({
        component: id,
        type: 'network-interface',
        reason,
        change: 'connect to something that listens',
      });
    }
    case 'instance':
    case 'ecs-service':
    case 'eks-cluster':
    case 'eks-workload':
    case 'database':
    case 'nat-gateway':
    case 'none':
      return undefined;
  }
}

function arrivalOf({ packet }: State, at: Arrival['at'], client: NetworkInterface | undefined): Arrival {
  const { source, protocol, destinationPorts } = packet;
  return {
    at,
    client: { ip: formatAddress(source), ...(client && { networkInterfaceId: client.id }) },
    protocol,
    ...(protocol !== 'icmp' && { port: destinationPorts.from }),
  };
}
