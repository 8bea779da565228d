import type { NetworkModel } from '../reachability/model';
import type { ProtocolPort } from '../reachability/questions';

/** Ports that are asked at most, so that a large network does not take minutes. */
const MOST = 6;

/** What nobody is expected to open; asked as well, as it has to be closed or open for a reason. */
const OTHERS: readonly ProtocolPort[] = [{ protocol: 'tcp', port: 9 }, { protocol: 'icmp' }];

/** The ports that listeners and security groups name most often, and two others. */
export function askedPorts({ loadBalancers, latticeServices, securityGroups }: NetworkModel): readonly ProtocolPort[] {
  const counts = new Map<string, { readonly asked: ProtocolPort; count: number }>();
  const add = (protocol: 'tcp' | 'udp', port: number) => {
    const key = `${protocol} ${port}`;
    const known = counts.get(key) ?? { asked: { protocol, port }, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  };
  for (const { listeners } of [...loadBalancers, ...latticeServices]) {
    for (const { protocols, port } of listeners) for (const protocol of protocols) add(protocol, port);
  }
  for (const { protocol, ports } of securityGroups.flatMap(({ ingress }) => ingress)) {
    if ((protocol === 'tcp' || protocol === 'udp') && ports) add(protocol, ports.from);
  }
  const named = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MOST);
  return [...named.map(({ asked }) => asked), ...OTHERS];
}
