import type {
  NatGateway,
  NetworkInterface,
  PortRange,
  Subnet,
  TransitGatewayAttachment,
  VpcEndpoint,
  VpcPeeringConnection,
} from '../model';
import type { Packet } from './packet';

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
  /** The load balancer that takes back the reply of a target which sees the client's address. */
  readonly through: { readonly node: NetworkInterface; readonly targetGroupId: string } | undefined;
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
