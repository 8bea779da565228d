import { formatAddress, isPublicAddress } from '../ipv4';
import type { Network } from '../network';
import {
  deadEnd,
  noWay,
  type Obstacle,
  type Packet,
  type Passage,
  type Position,
  type State,
  type Step,
  step,
} from './packet';
import { deliver, enterMiddlebox } from './route';
import { sameRegion } from './security-group';
import { lookUp } from './tables';

type At<K extends Position['kind']> = Extract<Position, { readonly kind: K }>;

/**
 * Across a peering connection, which is not transitive: from the one VPC to the other, and no further.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function crossPeering(
  network: Network,
  state: State,
  { connection, fromVpcId }: At<'vpc-peering-connection'>,
): Step {
  const { id, requesterVpcId, accepterVpcId, status } = connection;
  const type = 'vpc-peering-connection';
  const vpcId = requesterVpcId === fromVpcId ? accepterVpcId : requesterVpcId;
  const to = formatAddress(state.packet.destination);
  if (requesterVpcId !== fromVpcId && accepterVpcId !== fromVpcId) {
    const reason = `the peering connection does not belong to ${fromVpcId}`;
    return deadEnd(state, { component: id, type, reason, change: 'route to a peering connection of the VPC' });
  }
  if (!network.vpcs.has(vpcId)) {
    const reason = `${vpcId} is not in the input`;
    const unknown = { component: id, type, reason };
    return {
      ...deadEnd(state, { ...unknown, type, change: 'read the other account or Region too' }),
      notModelled: [unknown],
    };
  }
  if (!network.inVpc(fromVpcId, state.packet.source) || !network.inVpc(vpcId, state.packet.destination)) {
    const reason = `${to} lies beyond ${vpcId}: peering is neither transitive nor a way to the gateways of the other VPC`;
    return deadEnd(state, { component: id, type, reason, change: `connect ${fromVpcId} with ${to} directly` });
  }
  const inRegion = sameRegion(network.vpcs.get(fromVpcId)?.region, network.vpcs.get(vpcId)?.region);
  const packet: Packet = inRegion ? state.packet : { ...state.packet, sender: undefined };
  const passage: Passage = { component: id, type, detail: () => `to ${vpcId}` };
  const reason = 'the peering connection waits for its acceptance';
  const pending: Obstacle[] = status === 'active' ? [] : [{ component: id, type, reason, change: 'accept it' }];
  return step(state, { kind: 'vpc', vpcId, gatewayId: id }, [passage], pending, packet);
}

/**
 * Into a VPC by a gateway: the route table of the gateway if it has one, and otherwise the local route.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
export function enterVpc(network: Network, state: State, { vpcId, gatewayId }: At<'vpc'>): Step {
  const table = network.gatewayRouteTables.get(gatewayId);
  const route = table && lookUp(network.routeTable(table.id), state.packet.destination);
  if (!table || !route || route.target.kind === 'local') return deliver(network, state, vpcId);
  const { kind, id } = route.target;
  if (kind === 'network-interface') return enterMiddlebox(network, state, id);
  const reason = `nobody knows where ${id} leads`;
  return {
    ...deadEnd(state, { component: table.id, type: 'route-table', reason, change: 'route elsewhere' }),
    notModelled: [{ component: id, type: kind, reason }],
  };
}

/**
 * Out by an internet gateway, which swaps the private address for the public one that belongs to it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function leaveByInternetGateway(network: Network, state: State, { id, vpcId }: At<'internet-gateway'>): Step {
  const type = 'internet-gateway';
  const { source, destination } = state.packet;
  if (network.internetGatewayByVpc.get(vpcId)?.id !== id) {
    const reason = `the internet gateway is not attached to ${vpcId}`;
    return deadEnd(state, { component: id, type, reason, change: `attach it to ${vpcId}` });
  }
  if (!isPublicAddress(destination) && !isServiceAddress(destination)) {
    const reason = `the internet does not route ${formatAddress(destination)}`;
    return deadEnd(state, { component: id, type, reason, change: 'route private addresses to another gateway' });
  }
  const networkInterface = network.interfaceIn(vpcId, source);
  const address = networkInterface && network.publicByPrivate.get(networkInterface)?.get(source);
  if (networkInterface && address !== undefined) {
    const detail = () => `source ${formatAddress(source)} becomes ${formatAddress(address)}`;
    const packet: Packet = { ...state.packet, source: address, sender: undefined };
    return step(state, { kind: 'internet' }, [{ component: id, type, detail }], [], packet);
  }
  const { natGateways, natGatewaysByVpc } = network;
  const natGateway =
    networkInterface?.owner.kind === 'nat-gateway' ? natGateways.get(networkInterface.owner.id) : undefined;
  if (natGateway?.connectivityType === 'private') {
    const reason = 'an internet gateway drops what comes from a private NAT gateway';
    const obstacle = {
      component: natGateway.id,
      type: 'nat-gateway',
      reason,
      change: 'use a public NAT gateway',
    } as const;
    return step(state, { kind: 'end' }, [], [obstacle]);
  }
  const hasNat = (natGatewaysByVpc.get(vpcId) ?? []).some(({ connectivityType }) => connectivityType === 'public');
  return step(
    state,
    { kind: 'end' },
    [],
    [
      {
        component: networkInterface?.id ?? id,
        type: networkInterface ? 'network-interface' : type,
        reason: `${formatAddress(source)} has no public IPv4 address`,
        change: `assign a public IPv4 address${hasNat ? ', or route to the NAT gateway' : ''}`,
        weight: state.flow.reply ? noWay : publicAddressWeight,
      },
    ],
  );
}

/** In the internet: the internet gateway of whoever has the address, or a host of the internet. */
export function crossInternet(network: Network, state: State): Step {
  const { packet, flow } = state;
  const found = network.publicAddresses.get(packet.destination);
  if (found) {
    const { networkInterface, privateIp } = found;
    const internetGateway = network.internetGatewayByVpc.get(networkInterface.vpcId);
    if (!internetGateway) {
      const reason = `no internet gateway is attached to ${networkInterface.vpcId}`;
      return deadEnd(state, {
        component: networkInterface.vpcId,
        type: 'vpc',
        reason,
        change: 'attach an internet gateway',
      });
    }
    const detail = () => `destination ${formatAddress(packet.destination)} becomes ${formatAddress(privateIp)}`;
    const passage: Passage = { component: internetGateway.id, type: 'internet-gateway', detail };
    const at: Position = { kind: 'vpc', vpcId: networkInterface.vpcId, gatewayId: internetGateway.id };
    return step(state, at, [passage], [], { ...packet, destination: privateIp });
  }
  if (!isPublicAddress(packet.destination) && !isServiceAddress(packet.destination)) {
    const reason = `the internet does not route ${formatAddress(packet.destination)}`;
    return deadEnd(state, {
      component: 'internet',
      type: 'internet',
      reason,
      change: 'give the destination a public IPv4 address',
    });
  }
  const passage: Passage = { component: 'internet', type: 'internet', detail: () => 'arrives' };
  const { sent } = flow;
  if (flow.reply) {
    const expected = packet.source === sent.destination && packet.destination === sent.source;
    if (flow.opener === 'internet' && expected) return step(state, { kind: 'end' }, [passage]);
    const reason = `the reply comes from ${formatAddress(packet.source)} where ${formatAddress(sent.destination)} was asked`;
    return deadEnd(state, { component: 'internet', type: 'internet', reason, change: 'send it back the way it came' });
  }
  if (flow.wanted && !flow.wanted.has('internet')) {
    const reason = `${formatAddress(packet.destination)} is a host of the internet`;
    return deadEnd(state, { component: 'internet', type: 'internet', reason, change: 'use another address' });
  }
  return step(state, { kind: 'internet' }, [passage], [], reversed(packet), { ...flow, reply: true });
}

/** From a service of AWS behind a gateway endpoint, which answers on the ports of HTTP and HTTPS. */
export function askGatewayEndpoint(state: State, { endpoint }: At<'gateway-endpoint'>): Step {
  const { packet, flow } = state;
  const type = 'vpc-endpoint';
  const passage: Passage = {
    component: endpoint.id,
    type,
    detail: () => `to ${endpoint.serviceName ?? 'the service'}`,
  };
  const { from } = packet.destinationPorts;
  if (flow.wanted && !flow.wanted.has(endpoint.id)) {
    const reason = `${formatAddress(packet.destination)} is an address of ${endpoint.serviceName}`;
    return deadEnd(state, { component: endpoint.id, type, reason, change: 'use another address' });
  }
  const obstacles: Obstacle[] = [];
  if (packet.protocol !== 'tcp' || (from !== 443 && from !== 80)) {
    const reason = `${endpoint.serviceName ?? 'the service'} answers on tcp 443 and 80 only`;
    obstacles.push({ component: endpoint.id, type, reason, change: 'ask on tcp 443' });
  }
  if (endpoint.state !== 'available') {
    const reason = `the endpoint is ${endpoint.state}`;
    obstacles.push({ component: endpoint.id, type, reason, change: 'make it available' });
  }
  const at: Position = { kind: 'vpc', vpcId: endpoint.vpcId, gatewayId: endpoint.id };
  return step(state, at, [passage], obstacles, reversed(packet), { ...flow, reply: true });
}

// Making a host public is a larger change than a route or a rule.
const publicAddressWeight = 5;

// The addresses that stand for what a prefix list of AWS holds.
const isServiceAddress = (address: number): boolean => Math.floor(address / 2 ** 24) === 240;

/** The reply to a packet. */
export function reversed(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePorts: packet.destinationPorts,
    destinationPorts: packet.sourcePorts,
    sender: undefined,
  };
}
