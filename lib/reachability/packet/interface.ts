import { contains, formatAddress, parseAddress, parseCidr } from '../ipv4';
import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import { LATTICE_CIDR } from '../services/lattice-range';
import { translateBack } from './nat';
import { filterByNetworkAcl } from './network-acl';
import type { Position, State } from './position';
import { type Filtered, filterBySecurityGroups } from './security-group';
import { deadEnd, type Passage, type Step, step } from './step';

const lattice = parseCidr(LATTICE_CIDR);
const linkLocalResolver = parseAddress('169.254.169.253');

/** From an interface into its subnet, if its security groups let it. */
export function leaveInterface(network: Network, state: State, networkInterface: NetworkInterface): Step {
  const { packet } = state;
  const subnet = network.subnets.get(networkInterface.subnetId);
  if (isItself(network, networkInterface, packet.destination)) return answerItself(network, state, networkInterface);
  if (isResolver(network, networkInterface.vpcId, packet.destination)) return askResolver(state, networkInterface);
  const filtered = filterBySecurityGroups(network, networkInterface, packet, 'egress');
  const own: Passage = { component: networkInterface.id, type: 'network-interface', detail: () => 'leaves' };
  if (!subnet) {
    const reason = `${networkInterface.subnetId} is not in the input`;
    return deadEnd(state, { component: networkInterface.id, type: 'network-interface', reason, change: 'read it too' });
  }
  if (contains(lattice, packet.destination)) {
    const acl = filterByNetworkAcl(network, subnet, packet, 'egress');
    const passages = [own, ...filtered.passages, ...acl.passages];
    const obstacles = [...filtered.obstacles, ...acl.obstacles];
    return step(state, { kind: 'lattice', client: networkInterface }, passages, obstacles);
  }
  const at: Position = { kind: 'subnet', subnet, origin: 'interface', networkInterface };
  return withUnknown(step(state, at, [own, ...filtered.passages], filtered.obstacles), filtered);
}

/** Into an interface. */
export function enterInterface(network: Network, state: State, networkInterface: NetworkInterface): Step {
  const { packet, flow } = state;
  const { opener, sent } = flow;
  if (networkInterface.owner.kind === 'nat-gateway') return translateBack(network, state, networkInterface);
  const passage: Passage = { component: networkInterface.id, type: 'network-interface', detail: () => 'arrives' };
  if (flow.reply) {
    if (opener === networkInterface && packet.source === sent.destination && packet.destination === sent.source) {
      return step(state, { kind: 'end' }, [passage]);
    }
    const reason =
      opener === networkInterface
        ? `the reply comes from ${formatAddress(packet.source)} where ${formatAddress(sent.destination)} was asked`
        : `the reply arrives at ${networkInterface.id}, which did not ask`;
    const change = 'send the reply back the way the connection came';
    return deadEnd(state, { component: networkInterface.id, type: 'network-interface', reason, change }, [passage]);
  }
  if (flow.wanted && !flow.wanted.has(networkInterface.id)) {
    return notMeant(state, networkInterface, [passage]);
  }
  const filtered = filterBySecurityGroups(network, networkInterface, packet, 'ingress');
  const at: Position = { kind: 'arrived', networkInterface };
  return withUnknown(step(state, at, [...filtered.passages, passage], filtered.obstacles), filtered);
}

function withUnknown(next: Step, { unknown }: Filtered): Step {
  if (unknown.length === 0) return next;
  const reason = 'nobody knows what the prefix list holds';
  return { ...next, notModelled: unknown.map((component) => ({ component, type: 'AWS::EC2::PrefixList', reason })) };
}

// A host talks to its own addresses, of whichever interface, without the network.
function isItself(network: Network, networkInterface: NetworkInterface, address: number): boolean {
  const other = network.interfaceIn(networkInterface.vpcId, address);
  if (other === undefined) return false;
  return (
    other === networkInterface || (other.owner.kind === 'instance' && other.owner.id === networkInterface.owner.id)
  );
}

function answerItself(network: Network, state: State, networkInterface: NetworkInterface): Step {
  const { packet, flow } = state;
  const found = network.interfaceIn(networkInterface.vpcId, packet.destination);
  if (!flow.wanted || (found && flow.wanted.has(found.id))) return step(state, { kind: 'end' });
  return notMeant(state, networkInterface);
}

function notMeant(state: State, { id, vpcId }: NetworkInterface, passages: readonly Passage[] = []): Step {
  const reason = `${formatAddress(state.packet.destination)} is ${id} here, which is not meant`;
  const change = 'give the destination an address that only it has';
  return deadEnd(state, { component: vpcId, type: 'vpc', reason, change }, passages);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS */
function isResolver(network: Network, vpcId: string, address: number): boolean {
  return address === linkLocalResolver || network.vpcRanges.get(vpcId)?.[0]?.first === address - 2;
}

// Neither security groups nor network ACLs filter what goes to the resolver.
function askResolver(state: State, { vpcId }: NetworkInterface): Step {
  const { protocol, destinationPorts } = state.packet;
  const passage: Passage = { component: vpcId, type: 'vpc', detail: () => 'answered by Route 53 Resolver' };
  if (protocol !== 'icmp' && destinationPorts.from === 53) return step(state, { kind: 'end' }, [passage]);
  const reason = 'Route 53 Resolver answers on port 53 only';
  return deadEnd(state, { component: vpcId, type: 'vpc', reason, change: 'ask on port 53' });
}
