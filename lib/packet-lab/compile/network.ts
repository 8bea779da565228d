import type {
  NetworkInterface,
  NetworkModel,
  RouteTable,
  SecurityGroup,
  Subnet,
  TransitGatewayAttachment,
  Vpc,
} from '../../reachability/model';
import type { DraftNamespace } from './draft';

/** The model by id, and where its interfaces and VPCs are in the lab. */
export interface Network {
  readonly model: NetworkModel;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly networkInterfaces: ReadonlyMap<string, NetworkInterface>;
  readonly attachments: ReadonlyMap<string, TransitGatewayAttachment>;
  readonly interfacesByVpc: ReadonlyMap<string, readonly NetworkInterface[]>;
  readonly members: ReadonlyMap<string, readonly NetworkInterface[]>;
  /** Namespaces of interfaces, by interface id. */
  readonly placed: Map<string, DraftNamespace>;
  /** The next number of packets that have to return by the link that they came by. */
  readonly marks: { next: number };
}

/** Indexes a model. */
export function networkOf(model: NetworkModel): Network {
  return {
    model,
    vpcs: byId(model.vpcs),
    subnets: byId(model.subnets),
    routeTables: byId(model.routeTables),
    securityGroups: byId(model.securityGroups),
    networkInterfaces: byId(model.networkInterfaces),
    attachments: byId(model.transitGatewayAttachments),
    interfacesByVpc: grouped(model.networkInterfaces, ({ vpcId }) => [vpcId]),
    members: grouped(model.networkInterfaces, ({ securityGroupIds }) => securityGroupIds),
    placed: new Map(),
    marks: { next: 1 },
  };
}

/** A list by the ids of its components. */
export function byId<T extends { readonly id: string }>(components: readonly T[]): ReadonlyMap<string, T> {
  return new Map(components.map((each) => [each.id, each]));
}

/** A list by keys, of which each element may have several. */
export function grouped<T>(
  elements: readonly T[],
  keys: (element: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const element of elements) {
    for (const key of new Set(keys(element))) {
      const group = groups.get(key);
      if (group) group.push(element);
      else groups.set(key, [element]);
    }
  }
  return groups;
}

/** Route tables of which a route leads to one of the targets. */
export function ledBy({ model }: Network, ids: readonly string[]): readonly string[] {
  return model.routeTables
    .filter(({ routes }) => routes.some(({ target }) => ids.includes(target.id)))
    .map(({ id }) => id);
}

/** The Availability Zone of an interface; `undefined` where its subnet is unknown. */
export function zoneOf(network: Network, { subnetId }: NetworkInterface): string | undefined {
  return network.subnets.get(subnetId)?.availabilityZone;
}

/** Whether two Regions can be the same one; what is unknown is taken as equal. */
export function isSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
