import { formatAddress } from '../ipv4';
import type {
  NatGateway,
  NetworkInterface,
  PortRange,
  Subnet,
  TransitGatewayAttachment,
  VpcEndpoint,
  VpcPeeringConnection,
} from '../model';
import type { Blocker, ComponentType, Hop, Question, Verdict } from '../verdict';

/** Headers on their way, addresses as unsigned 32-bit numbers. Of icmp all ports are 0. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: Question['protocol'];
  readonly sourcePorts: PortRange;
  readonly destinationPorts: PortRange;
  /** The interface whose security groups a rule may still refer to; gone once a device has rewritten the source. */
  readonly sender: NetworkInterface | undefined;
}

/** Where a packet is. */
export type Position =
  | { readonly kind: 'leave-interface'; readonly networkInterface: NetworkInterface }
  | {
      /** In a subnet, its route table not yet asked. */
      readonly kind: 'subnet';
      readonly subnet: Subnet;
      /** What put it there: a middlebox and a gateway may not lead everywhere. */
      readonly origin: 'interface' | 'transit-gateway';
      /** The interface that sends it. */
      readonly networkInterface: NetworkInterface | undefined;
    }
  | { readonly kind: 'enter-subnet'; readonly subnet: Subnet; readonly next: Position }
  | { readonly kind: 'vpc'; readonly vpcId: string; readonly gatewayId: string }
  | { readonly kind: 'internet-gateway'; readonly id: string; readonly vpcId: string }
  | { readonly kind: 'internet' }
  | { readonly kind: 'lattice'; readonly client: NetworkInterface }
  | { readonly kind: 'nat-gateway'; readonly natGateway: NatGateway }
  | { readonly kind: 'vpc-peering-connection'; readonly connection: VpcPeeringConnection; readonly fromVpcId: string }
  | {
      readonly kind: 'transit-gateway';
      readonly ingress: TransitGatewayAttachment;
      readonly availabilityZone: string;
    }
  | {
      readonly kind: 'transit-gateway-egress';
      readonly ingress: TransitGatewayAttachment;
      readonly egress: TransitGatewayAttachment;
      readonly availabilityZone: string;
    }
  | { readonly kind: 'gateway-endpoint'; readonly endpoint: VpcEndpoint }
  | { readonly kind: 'enter-interface'; readonly networkInterface: NetworkInterface }
  | { readonly kind: 'arrived'; readonly networkInterface: NetworkInterface }
  | { readonly kind: 'end' };

/** A source that a NAT gateway hides; its connection tracking undoes it for the reply. */
export interface Translation {
  readonly networkInterfaceId: string;
  readonly inside: { readonly source: number; readonly sourcePorts: PortRange };
}

/** One connection: two packets that belong together. */
export interface Flow {
  readonly reply: boolean;
  /** Who opened it. */
  readonly opener: NetworkInterface | 'internet' | 'private-link' | 'lattice';
  /** The first packet as its source wrote it. */
  readonly sent: Packet;
  readonly translations: readonly Translation[];
  /** Who has to answer. `undefined`: whoever has the address. */
  readonly wanted: ReadonlySet<string> | undefined;
  /** The load balancer's interface that takes back the reply of a target which sees the client's address. */
  readonly through: NetworkInterface | undefined;
  /** The Lattice service or resource configuration that is meant behind an address of many. */
  readonly service: string | undefined;
  /** Connections that had to be opened to get here. */
  readonly depth: number;
}

export interface State {
  readonly at: Position;
  readonly packet: Packet;
  readonly flow: Flow;
}

/**
 * How much is asked: only whether it works; whether any of the connections that may be handed out works; what happens;
 * and what would happen after changes.
 */
export type Mode = 'quick' | 'some' | 'told' | 'relaxed';

/** A hop whose text is made when somebody reads it. */
export interface Passage {
  readonly component: string;
  readonly type: ComponentType;
  readonly detail: () => string;
}

/** What stands in the way; without a weight it is one change, and a heavy one is no way at all. */
export type Obstacle = Omit<Blocker, 'direction'> & { readonly weight?: number };

export type NotModelledEntry = Verdict['notModelled'][number];

/** What follows from a state. With obstacles it takes changes to go there. */
export interface Step {
  readonly to: State;
  readonly passages: readonly Passage[];
  readonly obstacles: readonly Obstacle[];
  /** Connections opened on the way, whose hops are told in full and whose obstacles know their direction. */
  readonly inner?: Inner;
  readonly notModelled?: readonly NotModelledEntry[];
}

/** What a service behind an interface made of a connection. */
export interface Inner {
  readonly forward: readonly Hop[];
  readonly return: readonly Hop[];
  readonly blockedBy: readonly Blocker[];
  /** The changes that it takes, those that are no way at all counted as `noWay`. */
  readonly cost: number;
  readonly notModelled: readonly NotModelledEntry[];
  readonly warnings: readonly string[];
}

/** The weight of an obstacle that no single change removes. */
export const noWay = 20;

/** Ports a client chooses from: those of Linux, `net.ipv4.ip_local_port_range`. */
export const hostPorts: PortRange = { from: 32768, to: 60999 };

/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const serviceClientPorts: PortRange = { from: 1024, to: 65535 };

export const noPort: PortRange = { from: 0, to: 0 };

/** The next step to a place. */
export function step(
  state: State,
  at: Position,
  passages: readonly Passage[] = [],
  obstacles: readonly Obstacle[] = [],
  packet: Packet = state.packet,
  flow: Flow = state.flow,
): Step {
  return { to: { at, packet, flow }, passages, obstacles };
}

/** The step of a packet that nothing can help. */
export function deadEnd(state: State, obstacle: Obstacle, passages: readonly Passage[] = []): Step {
  return step(state, { kind: 'end' }, passages, [{ weight: noWay, ...obstacle }]);
}

/** The hop of a passage, with the headers as they are after it. */
export function toHop({ component, type, detail }: Passage, packet: Packet): Hop {
  const { source, destination, protocol, destinationPorts } = packet;
  return {
    component,
    type,
    detail: detail(),
    packet: {
      source: formatAddress(source),
      destination: formatAddress(destination),
      ...(protocol !== 'icmp' && destinationPorts.from === destinationPorts.to && { port: destinationPorts.from }),
    },
  };
}

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
