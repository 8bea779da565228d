import type { InterfaceOwner, NetworkInterface, NetworkModel } from './model';

/** Owners that carry traffic of others; their interfaces are asked for by their owner, not on their own. */
const carriers: ReadonlySet<InterfaceOwner['kind']> = new Set([
  'nat-gateway',
  'load-balancer',
  'vpc-endpoint',
  'transit-gateway-attachment',
  'resource-gateway',
]);

/** Whether a workload speaks through the interface. */
export function isWorkload({ owner }: NetworkInterface): boolean {
  return !carriers.has(owner.kind);
}

/** Ids of what answers by a name of its own in front of workloads: load balancers, endpoints and Lattice services. */
export function doors({ loadBalancers, vpcEndpoints, latticeServices }: NetworkModel): readonly string[] {
  return [...loadBalancers, ...vpcEndpoints, ...latticeServices].map(({ id }) => id);
}
