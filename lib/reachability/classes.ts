import { type Mentions, mentions, sides } from './mentions';
import type { InterfaceOwner, NetworkInterface, PortRange } from './model';
import type { Network } from './network';
import { isWorkload } from './workload';

/** Interfaces that no question about others can tell apart. */
export interface InterfaceClass {
  /** Ids; the first one stands for all. Never empty. */
  readonly members: readonly string[];
}

/**
 * Where the ephemeral ports of Linux hosts (net.ipv4.ip_local_port_range) and of
 * [NAT gateways and load balancers](https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports)
 * begin and end.
 */
const EPHEMERAL_PORTS: readonly PortRange[] = [
  { from: 1_024, to: 65_535 },
  { from: 32_768, to: 60_999 },
];

/** Owners each of whose interfaces is a host of its own; of any other owner the interfaces may be one host's. */
const independent: ReadonlySet<InterfaceOwner['kind']> = new Set(['ecs-service', 'eks-workload', 'lambda-function']);

/**
 * Ranges that together are 1..65535, in order, inside which no verdict of the networks can change.
 *
 * @param networks whose port boundaries count
 */
export function portClasses(...networks: readonly Network[]): readonly PortRange[] {
  const starts = new Set([1]);
  for (const { from, to } of [...EPHEMERAL_PORTS, ...networks.flatMap(({ model }) => mentions(model).ports)]) {
    for (const start of [from, to + 1]) if (start >= 1 && start <= 65_535) starts.add(start);
  }
  const sorted = [...starts].sort((one, other) => one - other);
  return sorted.map((from, index) => ({ from, to: (sorted[index + 1] ?? 65_536) - 1 }));
}

/**
 * The port classes, those together that lie in the same ranges of the networks: nothing tells them apart, so one answer
 * is that of all.
 */
export function portGroups(...networks: readonly Network[]): readonly (readonly PortRange[])[] {
  const ranges = networks.flatMap(({ model }) => mentions(model).ports);
  const distinct = [...new Map(ranges.map((range) => [`${range.from}-${range.to}`, range])).values()];
  const groups = new Map<string, PortRange[]>();
  for (const one of portClasses(...networks)) {
    const around = distinct.flatMap(({ from, to }, index) => (one.from >= from && one.to <= to ? [index] : []));
    const known = groups.get(around.join());
    if (known) known.push(one);
    else groups.set(around.join(), [one]);
  }
  return [...groups.values()];
}

/**
 * Every interface of a network in exactly one class, in the order of their first members.
 *
 * Exchanging two members leaves the network as it is: they share the subnet, the groups, the registrations and the side
 * of every CIDR. So for all `x` and `y` of one class and `z` of any, `x` to `z` is as `y` to `z`, the reverse too, and
 * within a class all pairs of two are alike and all pairs of one with itself.
 */
export function interfaceClasses({ model }: Network): readonly InterfaceClass[] {
  const mentioned = mentions(model);
  const sideOf = sides(mentioned.ranges);
  const owned = new Map<string, number>();
  for (const { owner } of model.networkInterfaces) owned.set(owner.id, (owned.get(owner.id) ?? 0) + 1);
  const classes = new Map<string, string[]>();
  for (const one of model.networkInterfaces) {
    const shared = (owned.get(one.owner.id) ?? 0) > 1;
    const alone =
      mentioned.texts.has(one.id) || mentioned.texts.has(one.owner.id) || (shared && !independent.has(one.owner.kind));
    const key = alone ? one.id : JSON.stringify([shared && one.owner.id, traits(one, mentioned, sideOf)]);
    const members = classes.get(key);
    if (members) members.push(one.id);
    else classes.set(key, [one.id]);
  }
  return [...classes.values()].map((members) => ({ members }));
}

/** The classes of the interfaces that workloads speak through. */
export function workloadClasses(network: Network): readonly InterfaceClass[] {
  const workload = new Set(network.model.networkInterfaces.filter(isWorkload).map(({ id }) => id));
  return interfaceClasses(network).filter(({ members: [first = ''] }) => workload.has(first));
}

function traits(one: NetworkInterface, { registrations }: Mentions, sideOf: (ip: string) => string): unknown {
  return [
    one.vpcId,
    one.subnetId,
    one.account,
    one.region,
    [...one.securityGroupIds].sort(),
    one.sourceDestCheck,
    one.owner.kind,
    registrations.get(one.id),
    one.addresses.map(({ privateIp, publicIp }) => [
      sideOf(privateIp),
      registrations.get(privateIp),
      publicIp !== undefined && sideOf(publicIp),
      publicIp !== undefined && registrations.get(publicIp),
    ]),
  ];
}
