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
