import { formatAddress } from '../ipv4';
import type { RouteTarget } from '../model';
import type { Network } from '../network';
import type { Position, State } from './position';
import { deadEnd, type Obstacle, type Step, step } from './step';
import { enterTransitGateway } from './transit-gateway';

type InSubnet = Extract<Position, { readonly kind: 'subnet' }>;

/** Where a target of a route leads. */
export function followTarget(network: Network, state: State, at: InSubnet, { kind, id }: RouteTarget): Step {
  const { subnet, origin } = at;
  const notFromHere = (type: Obstacle['type'], what: string): Step =>
    deadEnd(state, {
      component: id,
      type,
      reason: `what enters by a transit gateway cannot leave by ${what}`,
      change: 'give it another way',
    });
  switch (kind) {
    case 'local':
      return deliver(network, state, subnet.vpcId);
    case 'nat-gateway': {
      const natGateway = network.natGateways.get(id);
      const natSubnet = natGateway && network.subnets.get(natGateway.subnetId);
      if (!natGateway || !natSubnet) break;
      if (isLoop(state, natGateway.networkInterfaceId)) {
        const reason = 'the packet comes back to a NAT gateway that it has passed';
        return deadEnd(state, {
          component: subnet.routeTableId,
          type: 'route-table',
          reason,
          change: 'route elsewhere',
        });
      }
      const next: Position = { kind: 'nat-gateway', natGateway };
      return step(state, natSubnet.id === subnet.id ? next : { kind: 'enter-subnet', subnet: natSubnet, next });
    }
    case 'internet-gateway':
      if (origin === 'transit-gateway') return notFromHere('internet-gateway', 'an internet gateway without NAT');
      return step(state, { kind: 'internet-gateway', id, vpcId: subnet.vpcId });
    case 'vpc-peering-connection': {
      const connection = network.vpcPeeringConnections.get(id);
      if (!connection) break;
      if (origin === 'transit-gateway') return notFromHere(kind, 'a peering connection: peering is not transitive');
      return step(state, { kind, connection, fromVpcId: subnet.vpcId });
    }
    case 'transit-gateway':
      return enterTransitGateway(network, state, subnet, id);
    case 'vpc-endpoint': {
      const endpoint = network.vpcEndpoints.get(id);
      if (endpoint?.kind !== 'Gateway') break;
      if (origin === 'transit-gateway') return notFromHere(kind, 'a gateway endpoint');
      return step(state, { kind: 'gateway-endpoint', endpoint });
    }
    case 'network-interface':
      return enterMiddlebox(network, state, id);
    case 'unknown':
  }
  const reason = `nobody knows where ${id} leads`;
  return {
    ...deadEnd(state, { component: subnet.routeTableId, type: 'route-table', reason, change: 'route elsewhere' }),
    notModelled: [{ component: id, type: kind, reason }],
  };
}

const isLoop = ({ flow }: State, networkInterfaceId: string): boolean =>
  flow.translations.some((each) => each.networkInterfaceId === networkInterfaceId);

/** Hands a packet to the interface of the VPC that has the address. */
export function deliver(network: Network, state: State, vpcId: string): Step {
  const networkInterface = network.interfaceIn(vpcId, state.packet.destination);
  const subnet = networkInterface && network.subnets.get(networkInterface.subnetId);
  if (!networkInterface || !subnet) {
    const address = formatAddress(state.packet.destination);
    const reason = `no network interface in ${vpcId} has ${address}, and the local route keeps it there`;
    return deadEnd(state, {
      component: vpcId,
      type: 'vpc',
      reason,
      change: `use an address that ${vpcId} does not have itself`,
    });
  }
  return step(state, { kind: 'enter-subnet', subnet, next: { kind: 'enter-interface', networkInterface } });
}

/** A route that leads to an interface: what the appliance behind it does nobody knows. */
export function enterMiddlebox(network: Network, state: State, id: string): Step {
  const networkInterface = network.networkInterfaces.get(id);
  if (networkInterface && network.interfaceIn(networkInterface.vpcId, state.packet.destination) === networkInterface) {
    return deliver(network, state, networkInterface.vpcId);
  }
  if (networkInterface?.sourceDestCheck) {
    const reason = 'the source/destination check drops what is neither from nor to the interface';
    return deadEnd(state, {
      component: id,
      type: 'network-interface',
      reason,
      change: 'disable the source/destination check',
      weight: 1,
    });
  }
  const reason = `nobody knows what ${id} forwards`;
  return {
    // The appliance is what decides: ways past it are nobody's wish.
    ...deadEnd(state, { component: id, type: 'network-interface', reason, change: 'look at the appliance', weight: 1 }),
    notModelled: [{ component: id, type: 'network-interface', reason }],
  };
}
