import type { ComponentType } from '../reachability/verdict';

/**
 * Everything that has to be made for a network to exist as Linux network namespaces, and how to talk to it afterwards.
 * Plain data: it can be written to a file and applied by another process.
 *
 * Order: namespaces, sysctls, links with their addresses, `ip` lines, `nft` scripts, listeners, health checks, and with
 * the healthy targets the scripts of `rotation()` in compile/rotation.ts. No address resolution takes place: both ends of a
 * link have one MAC address and ARP is off, so that a packet reaches whatever is at the other end.
 */
export interface LabPlan {
  readonly namespaces: readonly LabNamespace[];
  readonly links: readonly LabLink[];
  /** Who can send, answer, or both. */
  readonly hosts: readonly LabHost[];
  readonly entrances: readonly LabEntrance[];
  readonly balancers: readonly LabBalancer[];
  readonly dropPoints: readonly LabDropPoint[];
  /** Client ports at which some network ACL changes its mind; a connection has to work from each of them. */
  readonly clientPorts: readonly number[];
  /** The same for health checks, of `SERVICE_PORTS`: a target is healthy if it answers from each range of ports. */
  readonly servicePorts: readonly number[];
  /** What the lab cannot do. Pairs that depend on it are not compared. */
  readonly notModelled: readonly LabGap[];
}

/** The port on which every host listens, tcp and udp: its namespace redirects all ports to it. */
export const LISTEN_PORT = 7;

/** The nftables table (family ip) of every namespace. */
export const TABLE = 'lab';

/** Ports that an agent may use as a client: of Linux. */
export const CLIENT_PORTS = { from: 32_768, to: 60_999 } as const;

/** Ports that NAT gateways, load balancers and endpoints may use as clients. */
export const SERVICE_PORTS = { from: 1024, to: 65_535 } as const;

export interface LabNamespace {
  /** Unique in the plan, `[a-z0-9-]{1,12}`; the runtime puts its own prefix in front. */
  readonly name: string;
  /** Id in the model of what it stands for; `internet` for the internet. */
  readonly component: string;
  readonly type: ComponentType;
  /** Such as `net.ipv4.ip_forward=1`; to be set before the links are made. */
  readonly sysctls: readonly string[];
  /** Lines for `ip -batch`, to be run in the namespace once its links are up. */
  readonly ip: readonly string[];
  /** A script for `nft -f`, to be run in the namespace; empty where it needs none. */
  readonly nft: string;
}

/** A veth pair. Both ends: NOARP, up, the same MAC address. */
export interface LabLink {
  readonly mac: string;
  readonly ends: readonly [LabEnd, LabEnd];
}

export interface LabEnd {
  readonly namespace: string;
  /** At most 15 characters, unique in its namespace. */
  readonly device: string;
  /** With prefix length, such as `10.0.0.10/32`. */
  readonly addresses: readonly string[];
}

export interface LabHost {
  /** Id of the network interface, or `internet`: what it answers when asked who it is. */
  readonly id: string;
  readonly namespace: string;
  /**
   * Addresses that it sends from; the primary one first. Of `internet` one that no rule means in particular, and one of
   * each range that some rule admits: something is open to the internet if any of them reaches it.
   */
  readonly addresses: readonly string[];
  /** Whether it sends. Interfaces of load balancers, NAT gateways and endpoints do not. */
  readonly client: boolean;
  /** Whether tcp and udp listeners belong into it (on `LISTEN_PORT`, address 0.0.0.0). Echo replies are the kernel's. */
  readonly server: boolean;
}

/** How a component is addressed by those who want it and nobody else. */
export interface LabEntrance {
  /** Id in the model, or `internet`. */
  readonly component: string;
  /**
   * Reachable where in one of these ways every address answers. Addresses of balancers that have nothing in rotation
   * for the port do not count, and a way of which no address counts does not work.
   */
  readonly ways: readonly LabWay[];
}

export interface LabWay {
  readonly addresses: readonly LabAddress[];
  /** VPCs whose interfaces can use it; `internet` for hosts of the internet. @default - whoever tries */
  readonly from?: readonly string[];
  /** Host ids of whom an answer counts as one of the component's; that of anybody else is a wrong answer. */
  readonly answerers: readonly string[];
}

/** An address that a client can ask. */
export interface LabAddress {
  readonly ip: string;
  /** The balancer that hands out the connections to it. @default - whoever has it answers itself */
  readonly balancerId?: string;
}

/** One address of a load balancer (a zone), and whom it hands connections to. */
export interface LabBalancer {
  /** Unique in the plan. */
  readonly id: string;
  /** Id of the load balancer, Lattice service or resource configuration. */
  readonly component: string;
  /** Of a load balancer. */
  readonly networkInterfaceId?: string;
  readonly namespace: string;
  /** The chain of its namespace's table that `rotation()` fills. */
  readonly chain: string;
  /** Private and public addresses, and those of endpoints, at which clients find it. */
  readonly addresses: readonly string[];
  readonly listeners: readonly LabListener[];
}

export interface LabListener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly targetGroupIds: readonly string[];
  /** Of all the groups. */
  readonly targets: readonly LabTarget[];
}

export interface LabTarget {
  /** Unique in the plan. */
  readonly id: string;
  /** Id of the target group. */
  readonly targetGroupId: string;
  /** Of a target that is a load balancer: it, and which of its interfaces this one is. */
  readonly through?: { readonly loadBalancerId: string; readonly networkInterfaceId: string };
  readonly ip: string;
  readonly port: number;
  /**
   * Connects from the balancer's namespace from and to these addresses; the target is in rotation when a host answers. As
   * load balancers can be targets, those that do not answer are asked again after `rotation()` was applied, until nothing
   * changes. @default - it is not checked and always in rotation
   */
  readonly healthCheck?: {
    readonly protocol: 'tcp' | 'udp';
    readonly source: string;
    readonly ip: string;
    readonly port: number;
  };
}

/**
 * A place where packets are lost. A named counter in the table of the namespace counts them; the map `lost` of the same
 * table says of each lost packet where it was: key `<protocol> . <source port> . <destination port>` and value the number of
 * the drop point; of icmp it is the map `lost_icmp` with the echo identifier as key. With client ports that are unique among the probes under way
 * it tells each probe's fate, replies included (there the client port is the destination port).
 */
export interface LabDropPoint {
  /** 1, 2, 3, ... */
  readonly number: number;
  readonly namespace: string;
  /** `d<number>` */
  readonly counter: string;
  /** Id in the model of what loses the packet. */
  readonly component: string;
  readonly type: ComponentType;
  readonly reason: string;
  /** Route tables of which a route leads there: what loses the packet may be right, and the route wrong. @default - none */
  readonly ledBy?: readonly string[];
}

export interface LabGap {
  /** Id in the model. */
  readonly component: string;
  readonly reason: string;
  /** Ids of the components (interfaces, subnets, VPCs, load balancers, ...) whose pairs it spoils. Empty: all of them. */
  readonly touches: readonly string[];
}
