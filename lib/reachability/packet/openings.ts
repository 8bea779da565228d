import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import type { Question } from '../verdict';
import { hostPorts, noPort, type Packet, serviceClientPorts } from './packet';
import type { Flow, Position, State } from './position';

/** Where a connection goes. */
export interface Aim {
  readonly destination: number;
  readonly protocol: Question['protocol'];
  readonly port: number | undefined;
  readonly wanted?: ReadonlySet<string> | undefined;
  readonly service?: string;
  readonly depth?: number;
}

/** A connection that an interface opens. */
export function openedBy(network: Network, networkInterface: NetworkInterface, aim: Aim, source?: number): State {
  const own = source ?? network.ownAddress(networkInterface) ?? 0;
  const isHost = !['load-balancer', 'vpc-endpoint', 'resource-gateway', 'nat-gateway'].includes(
    networkInterface.owner.kind,
  );
  const at: Position = { kind: 'leave-interface', networkInterface };
  return opened(at, networkInterface, packetOf(aim, own, isHost, networkInterface), aim);
}

/** A connection that a host of the internet opens. */
export function openedByInternet(network: Network, aim: Aim, source: number = network.internetHost): State {
  return opened({ kind: 'internet' }, 'internet', packetOf(aim, source, true, undefined), aim);
}

/** A connection that appears at a place, such as a target's subnet. */
export function openedAt(at: Position, opener: 'private-link' | 'lattice', source: number, aim: Aim): State {
  return opened(at, opener, packetOf(aim, source, false, undefined), aim);
}

function packetOf(
  { destination, protocol, port }: Aim,
  source: number,
  isHost: boolean,
  sender: NetworkInterface | undefined,
): Packet {
  const sourcePorts = protocol === 'icmp' ? noPort : isHost ? hostPorts : serviceClientPorts;
  const destinationPorts = port === undefined || protocol === 'icmp' ? noPort : { from: port, to: port };
  return { source, destination, protocol, sourcePorts, destinationPorts, sender };
}

function opened(at: Position, opener: Flow['opener'], sent: Packet, { wanted, service, depth = 0 }: Aim): State {
  const flow: Flow = { reply: false, opener, sent, translations: [], wanted, through: undefined, service, depth };
  return { at, packet: sent, flow };
}
