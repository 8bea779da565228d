import type { Blocker, Hop, Verdict } from '../verdict';

/**
 * A connection that has arrived where a service of AWS takes over. What lies before it, the client's own security
 * groups, network ACLs and routes and the security groups of the interface it arrives at, has been judged.
 */
export interface Arrival {
  /**
   * - `networkInterfaceId`: of an Interface, Resource or ServiceNetwork endpoint. `wanted` names the Lattice service or
   *   resource configuration that the client means behind a ServiceNetwork endpoint; without it there must be only one
   * - `wanted` alone: the client's VPC has to reach the Lattice service or resource configuration by its association with
   *   a service network; no route is looked up for it, the VPC itself hands over what goes to the link-local range
   * - `latticeAddress`: an address of the link-local range, without saying whose
   */
  readonly at:
    | { readonly networkInterfaceId: string; readonly wanted?: string }
    | { readonly wanted: string }
    | { readonly latticeAddress: string };
  /** Who opens the connection as it arrives here; without an interface of its own it lies outside of the model. */
  readonly client: { readonly ip: string; readonly networkInterfaceId?: string };
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of tcp and udp. */
  readonly port?: number;
}

/** What happens next. */
export interface Onward {
  /** What the service did, in order, as far as it got. */
  readonly hops: readonly Hop[];
  /** Not empty: the connection stops here, whatever `legs` says. */
  readonly blockers: readonly StandingBlocker[];
  /**
   * The connections that the service opens to serve this one, by any of the groups, so that every group has to work.
   * Empty: the service itself answers if there are no blockers.
   */
  readonly legs: readonly LegGroup[];
  readonly notModelled: Verdict['notModelled'];
  readonly warnings: readonly string[];
}

/** A blocker of a service stands in the way of the connection as a whole. */
export type StandingBlocker = Omit<Blocker, 'direction'>;

/** Connections of which the service opens one. */
export interface LegGroup {
  /** The component that chooses: the target group, the resource gateway, the endpoint service. */
  readonly component: string;
  /**
   * - `all`: any of the legs may be taken, so each has to work
   * - `in-rotation`: each leg is its own health check; those that fail are not taken and become warnings, and one has to
   *   work
   */
  readonly needed: 'all' | 'in-rotation';
  /** Empty only where something stands in the way. */
  readonly legs: readonly Leg[];
  /** What stands in the way of this group and not of the others. @default - nothing */
  readonly blockers?: readonly StandingBlocker[];
}

/** One connection that a service opens. */
export interface Leg {
  /**
   * - `networkInterfaceId`: by this interface as any connection is: its security groups, subnet and routes apply
   * - `privateLink`: straight to the load balancer's interface, past every route, network ACL and security group; its
   *   targets see the load balancer's address, whatever their group says about the client's
   * - `lattice`: by VPC Lattice from its range straight into the VPC; no route applies, the network ACL of the target's
   *   subnet and the security groups of the target do
   */
  readonly by:
    | { readonly networkInterfaceId: string }
    | { readonly privateLink: { readonly endpointNetworkInterfaceId: string } }
    | { readonly lattice: { readonly vpcId: string; readonly cidr: string } };
  /** With `privateLink` an interface of the load balancer, which is to be entered as itself. */
  readonly to: { readonly ip: string } | { readonly componentId: string };
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}
