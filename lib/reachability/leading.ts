import type { Listener, NetworkModel, Target, TargetGroup } from './model';
import type { ProtocolPorts } from './questions';

const everything: readonly ProtocolPorts[] = [
  { protocol: 'tcp', ports: { from: 1, to: 65_535 } },
  { protocol: 'udp', ports: { from: 1, to: 65_535 } },
  { protocol: 'icmp' },
];

/** Where the parts of a model lead; ids of components. */
export interface Leading {
  /** The ports of a front door on which what comes in is handed, at the end, to the destination. */
  ports(door: string, destination: string): readonly ProtocolPorts[];
}

/** Follows listeners, target groups, endpoint services and resource configurations, whatever may be in their way. */
export function leading(model: NetworkModel): Leading {
  const byId = <C extends { readonly id: string }>(list: readonly C[]) => new Map(list.map((one) => [one.id, one]));
  const balancers = byId(model.loadBalancers);
  const services = byId(model.latticeServices);
  const endpoints = byId(model.vpcEndpoints);
  const groups = byId(model.targetGroups);
  const endpointServices = byId(model.endpointServices);
  const serviceNetworks = byId(model.serviceNetworks);
  const configurations = byId(model.resourceConfigurations);
  const byAddress = new Map<string, { readonly id: string; readonly vpcId: string }[]>();
  for (const { id, vpcId, addresses } of model.networkInterfaces) {
    const own = addresses.flatMap(({ privateIp, publicIp = privateIp }) => [privateIp, publicIp]);
    for (const ip of new Set(own)) {
      byAddress.set(ip, [...(byAddress.get(ip) ?? []), { id, vpcId }]);
    }
  }
  const owners = new Map(model.networkInterfaces.map(({ id, owner }) => [id, owner.id]));

  function at(ip: string, vpcId?: string): readonly string[] {
    const all = byAddress.get(ip) ?? [];
    const near = all.filter((one) => one.vpcId === vpcId);
    return (near.length > 0 ? near : all).map(({ id }) => {
      const owner = owners.get(id) ?? id;
      return balancers.has(owner) || endpoints.has(owner) ? owner : id;
    });
  }

  function behind(to: Target['to'], group: TargetGroup): readonly string[] {
    if ('ip' in to) return at(to.ip, group.vpcId);
    return ['networkInterfaceId' in to ? to.networkInterfaceId : to.loadBalancerId];
  }

  function ofListeners(listeners: readonly Listener[], destination: string, seen: readonly string[]) {
    return listeners.flatMap(({ protocols, port, targetGroupIds }): readonly ProtocolPorts[] => {
      const targets = targetGroupIds.flatMap((id) => {
        const group = groups.get(id);
        return (group?.targets ?? []).flatMap((target) =>
          group === undefined ? [] : behind(target.to, group).map((component) => ({ component, port: target.port })),
        );
      });
      const leads = targets.some(({ component, port: targetPort }) =>
        ports(component, destination, seen).some(({ ports: range }) => range && within(targetPort, range)),
      );
      return leads ? protocols.map((protocol) => ({ protocol, ports: { from: port, to: port } })) : [];
    });
  }

  function ofConfiguration(id: string, destination: string, seen: readonly string[]): readonly ProtocolPorts[] {
    const configuration = configurations.get(id);
    if (configuration === undefined) return [];
    const { resource, ports: offered } = configuration;
    const components = 'ip' in resource ? at(resource.ip) : 'componentId' in resource ? [resource.componentId] : [];
    const served = components.flatMap((component) => ports(component, destination, seen));
    return offered.flatMap((range) =>
      served.flatMap(({ protocol, ports: inner }) => {
        const [from, to] = [Math.max(range.from, inner?.from ?? 1), Math.min(range.to, inner?.to ?? 0)];
        return protocol === 'tcp' && from <= to ? [{ protocol, ports: { from, to } }] : [];
      }),
    );
  }

  function ports(door: string, destination: string, before: readonly string[] = []): readonly ProtocolPorts[] {
    if (door === destination || owners.get(destination) === door) return everything;
    if (before.includes(door)) return [];
    const seen = [...before, door];
    const listeners = balancers.get(door)?.listeners ?? services.get(door)?.listeners;
    if (listeners) return ofListeners(listeners, destination, seen);
    const endpoint = endpoints.get(door);
    if (endpoint === undefined) return [];
    const { endpointServiceId, resourceConfigurationId, serviceNetworkId } = endpoint;
    const network = serviceNetworks.get(serviceNetworkId ?? '');
    return [
      ...(endpointServices.get(endpointServiceId ?? '')?.networkLoadBalancerIds ?? []),
      ...(network?.serviceAssociations ?? []).map(({ latticeServiceId }) => latticeServiceId),
    ]
      .flatMap((id) => ports(id, destination, seen))
      .concat(
        [
          ...(resourceConfigurationId === undefined ? [] : [resourceConfigurationId]),
          ...(network?.resourceAssociations ?? []).map((association) => association.resourceConfigurationId),
        ].flatMap((id) => ofConfiguration(id, destination, seen)),
      );
  }

  return { ports: (door, destination) => ports(door, destination) };
}

function within(port: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return port >= from && port <= to;
}
