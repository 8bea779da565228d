import type { Component, NetworkInterface, NetworkModel } from '../model';
import { isWorkload } from '../workload';
import { lastPart } from './path';

/** Something that can be named. */
export interface Candidate {
  readonly names: readonly (string | undefined)[];
  /** Interfaces of one key are one thing. */
  readonly key: string;
  readonly interfaces: readonly NetworkInterface[];
  readonly doors: readonly string[];
  /** How far from its name it is still meant. @default - however far */
  readonly reach?: number;
}

/** Workloads by what they or their owners are called, and what AWS keeps by its id. */
export function workloadsOf({ networkInterfaces, subnets, natGateways }: NetworkModel): readonly Candidate[] {
  const subnetNames = new Map(subnets.map(({ id, name = id }) => [id, lastPart(name)]));
  const nodes = new Set(
    networkInterfaces.filter(({ owner }) => owner.kind === 'eks-workload').map(({ owner }) => owner.id),
  );
  const gateways = new Map(natGateways.map(({ id, name }) => [id, name]));
  return networkInterfaces.flatMap((one): readonly Candidate[] => {
    const { id, name = '', tagName, owner, subnetId } = one;
    const itself = { key: owner.id, interfaces: [one], doors: [] };
    if (owner.kind === 'nat-gateway') return [{ ...itself, names: [id, owner.id, gateways.get(owner.id)], reach: 0 }];
    if (!isWorkload(one)) return [{ ...itself, names: [id], reach: -1 }];
    // Templates name each interface of a service by its subnet.
    const service = lastPart(name) === subnetNames.get(subnetId) ? name.slice(0, name.lastIndexOf('/')) : undefined;
    // A cluster is what runs on it; its control plane has to be called so.
    const isControlPlane = owner.kind === 'eks-cluster' && nodes.has(owner.id);
    if (isControlPlane) return [{ ...itself, key: service ?? id, names: [id, service], reach: service ? 0 : -1 }];
    if (service === undefined) return [{ ...itself, names: [id, owner.id, name || undefined, tagName] }];
    return [
      { ...itself, names: [id, owner.id, service, tagName] },
      // A subnet's name alone means the subnet.
      { ...itself, names: endings(name).filter((ending) => ending.includes('/')), reach: -1 },
    ];
  });
}

/** A path, and what is left of it without its first parts. */
function endings(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

/** Load balancers, Lattice services and endpoints, also by the service or resource behind them. */
export function doorsOf(model: NetworkModel): readonly Candidate[] {
  const behind = new Map<string, readonly (string | undefined)[]>([
    ...model.endpointServices.map(
      ({ id, name, serviceName, privateDnsName }) => [id, [id, name, serviceName, privateDnsName]] as const,
    ),
    ...model.resourceConfigurations.map(({ id, name }) => [id, [id, name]] as const),
  ]);
  const door = ({ id, name, tagName }: Component, others: readonly (string | undefined)[]): Candidate => ({
    names: [id, name, tagName, ...others],
    key: id,
    interfaces: [],
    doors: [id],
  });
  return [
    ...[...model.loadBalancers, ...model.latticeServices].map((one) => door(one, [one.dnsName])),
    ...model.vpcEndpoints.map((one) =>
      door(one, [
        ...(one.dnsNames ?? []),
        ...(behind.get(one.endpointServiceId ?? '') ?? []),
        ...(behind.get(one.resourceConfigurationId ?? '') ?? []),
      ]),
    ),
  ];
}

/** Subnets, VPCs and security groups that have workloads, for all of these. */
export function placesOf({ networkInterfaces, subnets, vpcs, securityGroups }: NetworkModel): readonly Candidate[] {
  const members = new Map<string, NetworkInterface[]>();
  for (const one of networkInterfaces.filter(isWorkload)) {
    for (const id of new Set([one.subnetId, one.vpcId, ...one.securityGroupIds])) {
      const known = members.get(id);
      if (known) known.push(one);
      else members.set(id, [one]);
    }
  }
  const place = ({ id, name, tagName }: Component, reach?: number): readonly Candidate[] => {
    const interfaces = members.get(id);
    return interfaces
      ? [{ names: [id, name, tagName], key: name ?? id, interfaces, doors: [], ...(reach !== undefined && { reach }) }]
      : [];
  };
  return [
    ...[...subnets, ...vpcs].flatMap((one) => place(one)),
    // A construct has more groups than a person means by its name.
    ...securityGroups.flatMap((one) => place(one, 0)),
  ];
}
