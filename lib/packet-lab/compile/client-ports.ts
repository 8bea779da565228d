import type { NetworkModel, PortRange } from '../../reachability/model';
import { CLIENT_PORTS, SERVICE_PORTS } from '../plan';

/**
 * How many client ports of a host stand for a range that only services use as clients: NAT gateways translate them into
 * it.
 */
const STAND_IN = 64;

/** Client ports on both sides of which network ACLs may differ, and the first and the last one. */
export function clientPorts(model: NetworkModel): readonly number[] {
  const { from, to } = CLIENT_PORTS;
  const standIns = serviceRanges(model).flatMap(({ hosts }) => [hosts.from - 1, hosts.from, hosts.to, hosts.to + 1]);
  const inside = [...edges(model), ...standIns].filter((port) => port > from && port < to);
  return [...new Set([from, ...inside, to])].sort((one, other) => one - other);
}

/** The same of the ports that load balancers, endpoints and NAT gateways use as clients. */
export function servicePorts(model: NetworkModel): readonly number[] {
  const { from, to } = SERVICE_PORTS;
  const inside = edges(model).filter((port) => port > from && port < to);
  return [...new Set([from, ...inside, to])].sort((one, other) => one - other);
}

/**
 * Ranges of client ports that services have and hosts do not, as far as some network ACL tells them from those of hosts,
 * each with the client ports that a NAT gateway translates into it.
 */
export function serviceRanges(
  model: NetworkModel,
): readonly { readonly services: PortRange; readonly hosts: PortRange }[] {
  const starts = new Set(edges(model).filter((_port, index) => index % 2 === 1));
  const borders = (from: number, to: number): readonly PortRange[] => {
    const inside = [from, ...[...starts].filter((port) => port > from && port <= to).sort((one, other) => one - other)];
    return inside.map((start, index) => ({ from: start, to: (inside[index + 1] ?? to + 1) - 1 }));
  };
  const below = borders(SERVICE_PORTS.from, CLIENT_PORTS.from - 1);
  const above = borders(CLIENT_PORTS.to + 1, SERVICE_PORTS.to);
  // What no border separates from the ports of hosts fares as they do.
  const apart = [
    ...(starts.has(CLIENT_PORTS.from) ? below : below.slice(0, -1)),
    ...(starts.has(CLIENT_PORTS.to + 1) ? above : above.slice(1)),
  ];
  return apart.map((services, index) => {
    const to = CLIENT_PORTS.to - index * STAND_IN;
    return { services, hosts: { from: to - STAND_IN + 1, to } };
  });
}

// In pairs: the last port before a border and the first one behind it.
function edges({ networkAcls }: NetworkModel): readonly number[] {
  return networkAcls.flatMap(({ entries }) =>
    entries.flatMap(({ ports }) => (ports ? [ports.from - 1, ports.from, ports.to, ports.to + 1] : [])),
  );
}
