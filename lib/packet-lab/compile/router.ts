import type { RouteTable, Subnet, Vpc } from '../../reachability/model';
import type { ComponentType } from '../../reachability/verdict';
import { addNamespace, chain, connect, type Draft, type DraftNamespace, type Loser } from './draft';

/** The router of a VPC in the making. */
export interface Router {
  readonly vpc: Vpc;
  readonly namespace: DraftNamespace;
  readonly ports: Port[];
  /** Devices by what a route says: `nat-gateway nat-1`, `transit-gateway tgw-1 az1`. */
  readonly exits: Map<string, string>;
  /** By the same names: why a target has no device, and whose fault that is. */
  readonly missing: Map<string, Loser>;
  /** Addresses of VPC Lattice, and the device of each. */
  readonly lattice: Map<string, string>;
  /** Addresses that the local route delivers, and the device of each. */
  readonly local: Map<string, string>;
}

/** A device of a router. */
export interface Port {
  readonly device: string;
  /** By what table packets are routed that come in. */
  readonly zone: Zone;
  /** Whose network ACL guards it. @default - that of nobody */
  readonly subnet?: Subnet;
  /** Whether the network ACL does not look at what stays within the subnet. */
  readonly within: boolean;
}

/**
 * - `subnet`: by the route table of the subnet
 * - `gateway`: by the route table of the gateway, and by the local routes alone where it has none
 * - `direct`: to the devices given and nowhere else
 */
export type Zone =
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  | {
      readonly kind: 'gateway';
      readonly component: string;
      readonly type: ComponentType;
      readonly routeTable?: RouteTable | undefined;
    }
  | { readonly kind: 'direct'; readonly ways: readonly { readonly destination: string; readonly device: string }[] };

/** The router of a VPC: a namespace that tracks no connections. */
export function addRouter(draft: Draft, vpc: Vpc): Router {
  const namespace = addNamespace(draft, 'r', { component: vpc.id, type: 'vpc' }, true);
  return { vpc, namespace, ports: [], exits: new Map(), missing: new Map(), lattice: new Map(), local: new Map() };
}

/** Connects a namespace to a router; the device in the namespace is `eth0` unless said otherwise. */
export function attach(
  draft: Draft,
  router: Router,
  other: { readonly namespace: DraftNamespace; readonly device?: string; readonly addresses?: readonly string[] },
  port: Omit<Port, 'device'> & { readonly device?: string },
): string {
  const own = port.device === undefined ? {} : { device: port.device };
  const { one: device } = connect(draft, { namespace: router.namespace, ...own }, { device: 'eth0', ...other });
  router.ports.push({ ...port, device });
  return device;
}

/** The chain of packets that are forwarded, and there first what no route leads out. */
export function forwardChain(namespace: DraftNamespace): string[] {
  const rules = chain(namespace, 'forward', 'type filter hook forward priority 0; policy accept;');
  if (rules.length === 1) rules.push('oifname "lo" goto nowhere');
  return rules;
}

/** Which route of the longest destination a packet took that went nowhere: rules of the chain `nowhere`. */
export function nowhereChain(namespace: DraftNamespace): string[] {
  return chain(namespace, 'nowhere');
}

/** What routes a packet towards nothing: forwarded to the loopback device, where the chain `nowhere` loses it. */
export const NOWHERE = 'dev lo';
