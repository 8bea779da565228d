import type { Network } from '../network';
import { cost, type Taken } from './connect';
import type { Position, State } from './position';
import { stepsFrom } from './steps';

interface Visit {
  readonly state: State;
  readonly taken: Taken | undefined;
  readonly before: Visit | undefined;
}

/** The way to the end that takes the least changes: Dijkstra's search, first found first among equals. */

export function cheapestPath(network: Network, start: State): readonly Taken[] | undefined {
  const waiting = new Map<number, Visit[]>([[0, [{ state: start, taken: undefined, before: undefined }]]]);
  const done = new Set<string>();
  while (waiting.size > 0) {
    const changes = Math.min(...waiting.keys());
    const visits = waiting.get(changes);
    const visit = visits?.shift();
    if (!visit) {
      waiting.delete(changes);
      continue;
    }
    if (visit.state.at.kind === 'end') return unwind(visit);
    const key = identify(visit.state);
    if (done.has(key)) continue;
    done.add(key);
    for (const step of stepsFrom(network, visit.state, 'relaxed')) {
      const total = changes + cost(step);
      const next: Visit = { state: step.to, taken: { from: visit.state, step }, before: visit };
      const equals = waiting.get(total);
      if (equals) equals.push(next);
      else waiting.set(total, [next]);
    }
  }
  return undefined;
}

function unwind(last: Visit): readonly Taken[] {
  const path: Taken[] = [];
  for (let visit: Visit | undefined = last; visit?.taken; visit = visit.before) path.unshift(visit.taken);
  return path;
}

/** What tells states of one connection apart. */
export function identify({ at, packet, flow }: State): string {
  const { source, destination, sourcePorts, destinationPorts, sender } = packet;
  const hidden = flow.translations.map(({ networkInterfaceId, inside }) => `${networkInterfaceId} ${inside.source}`);
  const ports = `${sourcePorts.from} ${destinationPorts.from}`;
  return `${place(at)} ${source} ${destination} ${ports} ${sender?.id} ${flow.reply} ${hidden}`;
}

function place(at: Position): string {
  switch (at.kind) {
    case 'subnet':
      return `${at.kind} ${at.subnet.id} ${at.origin} ${at.networkInterface?.id}`;
    case 'enter-subnet':
      return `${at.kind} ${at.subnet.id} ${place(at.next)}`;
    case 'vpc':
      return `${at.kind} ${at.vpcId} ${at.gatewayId}`;
    case 'internet-gateway':
      return `${at.kind} ${at.id} ${at.vpcId}`;
    case 'nat-gateway':
      return `${at.kind} ${at.natGateway.id}`;
    case 'vpc-peering-connection':
      return `${at.kind} ${at.connection.id} ${at.fromVpcId}`;
    case 'transit-gateway':
      return `${at.kind} ${at.ingress.id} ${at.availabilityZone}`;
    case 'transit-gateway-egress':
      return `${at.kind} ${at.ingress.id} ${at.egress.id} ${at.availabilityZone}`;
    case 'gateway-endpoint':
      return `${at.kind} ${at.endpoint.id}`;
    case 'lattice':
      return `${at.kind} ${at.client.id}`;
    case 'leave-interface':
    case 'enter-interface':
    case 'arrived':
      return `${at.kind} ${at.networkInterface.id}`;
    case 'internet':
    case 'end':
      return at.kind;
  }
}
