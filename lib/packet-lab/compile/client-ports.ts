import type { NetworkModel } from '../../reachability/model';
import { CLIENT_PORTS } from '../plan';

/** Client ports on both sides of which network ACLs may differ, and the first and the last one. */
export function clientPorts({ networkAcls }: NetworkModel): readonly number[] {
  const { from, to } = CLIENT_PORTS;
  const edges = networkAcls.flatMap(({ entries }) =>
    entries.flatMap(({ ports }) => (ports ? [ports.from - 1, ports.from, ports.to, ports.to + 1] : [])),
  );
  const inside = edges.filter((port) => port > from && port < to);
  return [...new Set([from, ...inside, to])].sort((one, other) => one - other);
}
