import { formatAddress, isPublicAddress } from '../ipv4';
import { isServiceAddress } from '../lookup/prefix-lists';
import type { Network } from '../network';
import { type Packet, reversed } from './packet';
import type { Position, State } from './position';
import { deliver, enterMiddlebox } from './route-target';
import { deadEnd, newConnection, noWay, type Passage, type Step, step } from './step';
import { lookUp } from './tables';

type At<K extends Position['kind']> = Extract<Position, { readonly kind: K }>;

/**
 * Into a VPC by a gateway: the route table of the gateway if it has one, and otherwise the local route.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
export function enterVpc(network: Network, state: State, { vpcId, gatewayId }: At<'vpc'>): Step {
  const table = network.gatewayRouteTables.get(gatewayId);
  const route = table && lookUp(network.tables.routeTable(table.id), state.packet.destination);
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
  // Asked by its private address, which has been told already.
  if (state.flow.opener === 'internet' && !isPublicAddress(state.flow.sent.destination)) {
    return step(state, { kind: 'end' });
  }
  const networkInterface = network.interfaceIn(vpcId, source);
  const address = networkInterface && network.addresses.publicByPrivate.get(networkInterface)?.get(source);
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
  const found = network.addresses.publicAddresses.get(packet.destination);
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
    return withoutPublicAddress(network, state);
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

// What else would stand in the way of a host that is to be public: its VPC's gateway, rules and routes.
function withoutPublicAddress(network: Network, state: State): Step {
  const { packet, flow } = state;
  const obstacle = {
    component: 'internet',
    type: 'internet',
    reason: `the internet does not route ${formatAddress(packet.destination)}`,
    change: 'give the destination a public IPv4 address',
  } as const;
  const hosts = network.addresses.interfacesByAddress.get(packet.destination) ?? [];
  const [meant] = hosts.filter(({ id }) => flow.wanted?.has(id) ?? hosts.length === 1);
  if (flow.reply || !meant) return deadEnd(state, obstacle);
  const { vpcId } = meant;
  const gateway = network.internetGatewayByVpc.get(vpcId);
  const unattached = {
    component: vpcId,
    type: 'vpc',
    reason: `no internet gateway is attached to ${vpcId}`,
    change: 'attach an internet gateway, and route to it',
  } as const;
  const at: Position = { kind: 'vpc', vpcId, gatewayId: gateway?.id ?? '' };
  return step(state, at, [], [{ ...obstacle, weight: newConnection }, ...(gateway ? [] : [unattached])]);
}

// Making a host public is a larger change than a route or a rule.
const publicAddressWeight = 5;
