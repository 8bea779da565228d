/** Whether a connection can be made. */
export interface Question {
  readonly from: Source;
  readonly to: Destination;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of tcp and udp. Of icmp it is left out: an echo request. */
  readonly port?: number;
}

/** An interface, by the address it sends from, or any host of the internet. */
export type Source = { readonly networkInterfaceId: string; readonly ip?: string } | 'internet';

/**
 * - `ip`: the address that is written into the packet, as the source sees it; who answers is left to the network
 * - `componentId`: an interface, a load balancer, an endpoint or a Lattice service, which itself has to answer, by any of
 *   the addresses that the source could use for it
 */
export type Destination = { readonly ip: string } | { readonly componentId: string } | 'internet';

/** The answer. `reachable` says that every connection that the network would hand out works, replies included. */
export interface Verdict {
  readonly verdict: 'reachable' | 'blocked';
  /** What the verdict depends on and could not be judged. */
  readonly notModelled: readonly { readonly component: string; readonly type: string; readonly reason: string }[];
  /** The way of the first packet; as far as it gets where it is blocked. */
  readonly forward: readonly Hop[];
  /** The way of the reply. */
  readonly return: readonly Hop[];
  /** Everything that would have to change, and not only the first. Empty where reachable. */
  readonly blockedBy: readonly Blocker[];
  /** What works and yet deserves attention, such as a zone without targets. */
  readonly warnings: readonly string[];
}

export interface Hop {
  /** Id in the model; `internet` for what lies outside. */
  readonly component: string;
  readonly type: ComponentType;
  /** What happened there in a few words: `route 10.1.0.0/16 to tgw-1`, `allowed by rule sgr-1`. */
  readonly detail: string;
  /** Headers when the packet leaves the component. */
  readonly packet: { readonly source: string; readonly destination: string; readonly port?: number };
}

export interface Blocker {
  /** Id in the model of what has to change. */
  readonly component: string;
  readonly type: ComponentType;
  /** Why the packet stops there, in AWS's words where it has some. */
  readonly reason: string;
  /** What would let it pass. */
  readonly change: string;
  readonly direction: 'forward' | 'return';
}

/** AWS's name of the kind of component. */
export type ComponentType =
  | 'network-interface'
  | 'security-group'
  | 'network-acl'
  | 'subnet'
  | 'vpc'
  | 'route-table'
  | 'internet-gateway'
  | 'nat-gateway'
  | 'vpc-peering-connection'
  | 'transit-gateway'
  | 'transit-gateway-attachment'
  | 'transit-gateway-route-table'
  | 'load-balancer'
  | 'target-group'
  | 'vpc-endpoint'
  | 'endpoint-service'
  | 'resource-gateway'
  | 'resource-configuration'
  | 'service-network'
  | 'service-network-vpc-association'
  | 'lattice-service'
  | 'resource-share'
  | 'internet';
