import { type LabBalancer, type LabListener, type LabPlan, type LabTarget, TABLE } from '../plan';

/** What a balancer does once it is known which of its targets are healthy. */
export interface RotationScript {
  readonly namespace: string;
  readonly nft: string;
}

/** The targets of a listener that connections are handed to; none where one of its groups has none. */
export function inRotation(
  { targets, targetGroupIds }: LabListener,
  healthy: ReadonlySet<string>,
): readonly LabTarget[] {
  const chosen = targets.filter(({ id, healthCheck }) => healthCheck === undefined || healthy.has(id));
  const served = new Set(chosen.map(({ targetGroupId }) => targetGroupId));
  return targetGroupIds.every((id) => served.has(id)) ? chosen : [];
}

/**
 * The healthy targets, without load balancers of which some address that is in service does not answer: a load balancer is
 * one target, whatever the number of its addresses.
 */
export function settled({ balancers }: LabPlan, healthy: ReadonlySet<string>): ReadonlySet<string> {
  const serves = (networkInterfaceId: string, port: number): boolean =>
    balancers.some(
      (balancer) =>
        balancer.networkInterfaceId === networkInterfaceId &&
        balancer.listeners.some((listener) => listener.port === port && inRotation(listener, healthy).length > 0),
    );
  const left = new Set(healthy);
  for (const { targets } of balancers.flatMap(({ listeners }) => listeners)) {
    for (const failing of targets) {
      const { through, port } = failing;
      if (!through || healthy.has(failing.id) || !serves(through.networkInterfaceId, port)) continue;
      for (const { id, targetGroupId, through: its } of targets) {
        if (targetGroupId === failing.targetGroupId && its?.loadBalancerId === through.loadBalancerId) left.delete(id);
      }
    }
  }
  return left;
}

/** How many connections from consecutive client ports meet every target of a listener. */
export function spread(targets: number): number {
  return targets <= 1 ? 1 : 2 ** Math.ceil(Math.log2(targets));
}

/** Scripts that hand connections to the targets that passed their health check. */
export function rotation({ balancers }: LabPlan, healthy: ReadonlySet<string>): readonly RotationScript[] {
  return balancers.map((balancer) => ({ namespace: balancer.namespace, nft: ofBalancer(balancer, healthy) }));
}

function ofBalancer({ chain, listeners }: LabBalancer, healthy: ReadonlySet<string>): string {
  const rules = listeners.flatMap((listener) => {
    const chosen = inRotation(listener, healthy);
    const size = spread(chosen.length);
    const of = (index: number): string => {
      const { ip = '', port = 0 } = chosen[index % chosen.length] ?? {};
      return `${ip} . ${port}`;
    };
    if (chosen.length === 0) return [];
    const match = `${listener.protocol} dport ${listener.port}`;
    const elements = Array.from({ length: size }, (_each, index) => `${index} : ${of(index)}`);
    const to =
      size === 1
        ? of(0).replace(' . ', ':')
        : `${listener.protocol} sport & ${size - 1} map { ${elements.join(', ')} }`;
    return [`add rule ip ${TABLE} ${chain} ${match} dnat ip to ${to}`];
  });
  return [`flush chain ip ${TABLE} ${chain}`, ...rules, ''].join('\n');
}
