import { formatAddress } from '../ipv4';
import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import { type Packet, serviceClientPorts } from './packet';
import type { Flow, Position, State } from './position';
import { deadEnd, type Step, step } from './step';

/**
 * Into a NAT gateway from inside: the source becomes the gateway's own private address, which the internet gateway swaps
 * for the public one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function translate(
  network: Network,
  state: State,
  { natGateway }: Extract<Position, { readonly kind: 'nat-gateway' }>,
): Step {
  const networkInterface = network.networkInterfaces.get(natGateway.networkInterfaceId);
  const subnet = network.subnets.get(natGateway.subnetId);
  const own = networkInterface && network.ownAddress(networkInterface);
  const { packet, flow } = state;
  const { id } = natGateway;
  if (!networkInterface || !subnet || own === undefined) {
    const reason = 'the interface of the NAT gateway is not in the input';
    const unknown = { component: id, type: 'nat-gateway' as const, reason };
    return { ...deadEnd(state, { ...unknown, change: 'read its interface too' }), notModelled: [unknown] };
  }
  if (flow.reply) {
    const reason =
      packet.protocol === 'udp'
        ? 'the NAT gateway did not see the connection open: the reply gets another source'
        : 'the NAT gateway did not see the connection open: it drops the reply';
    return deadEnd(state, {
      component: id,
      type: 'nat-gateway',
      reason,
      change: 'route the reply the way the connection came',
    });
  }
  const detail = () => `source ${formatAddress(packet.source)} becomes ${formatAddress(own)}`;
  const inside = { source: packet.source, sourcePorts: packet.sourcePorts };
  const translated: Packet = {
    ...packet,
    source: own,
    sourcePorts: packet.protocol === 'icmp' ? packet.sourcePorts : serviceClientPorts,
    sender: undefined,
  };
  const seen: Flow = {
    ...flow,
    translations: [...flow.translations, { networkInterfaceId: networkInterface.id, inside }],
  };
  const at: Position = { kind: 'subnet', subnet, origin: 'interface', networkInterface };
  return step(state, at, [{ component: id, type: 'nat-gateway', detail }], [], translated, seen);
}

/** What arrives at a NAT gateway's own address: the replies to what it translated, and nothing else. */
export function translateBack(network: Network, state: State, networkInterface: NetworkInterface): Step {
  const { packet, flow } = state;
  const natGateway = network.natGateways.get(networkInterface.owner.id);
  const component = natGateway?.id ?? networkInterface.id;
  const subnet = network.subnets.get(networkInterface.subnetId);
  const last = flow.translations.at(-1);
  if (!flow.reply || !subnet || last?.networkInterfaceId !== networkInterface.id) {
    const reason = 'a NAT gateway accepts no connection from outside';
    return deadEnd(state, {
      component,
      type: 'nat-gateway',
      reason,
      change: 'connect to the host itself or a load balancer',
      // No other way would help a new connection.
      ...(!flow.reply && { weight: 1 }),
    });
  }
  const detail = () => `destination ${formatAddress(packet.destination)} becomes ${formatAddress(last.inside.source)}`;
  const back: Packet = { ...packet, destination: last.inside.source, destinationPorts: last.inside.sourcePorts };
  const at: Position = { kind: 'subnet', subnet, origin: 'interface', networkInterface };
  return step(state, at, [{ component, type: 'nat-gateway', detail }], [], back, {
    ...flow,
    translations: flow.translations.slice(0, -1),
  });
}
