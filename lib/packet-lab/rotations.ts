import { rotation, settled } from './compile/rotation';
import { type LabBalancer, type LabPlan, type LabTarget, SERVICE_PORTS } from './plan';
import { type PortRange, portRanges } from './port-ranges';
import type { Agent, Connection } from './runtime/agent';

/** What the health checks found. */
export interface Rotation {
  /** Ids of the targets that answered. */
  readonly healthy: ReadonlySet<string>;
  /** Numbers of the drop points of the others, by target id. */
  readonly failed: ReadonlyMap<string, readonly number[]>;
}

/** A load balancer may be the target of another one, and that of a third. */
const ROUNDS = 6;

/**
 * Does the health checks with packets and puts into rotation whatever answered; then again, as that may have been what
 * others waited for, until nothing changes.
 *
 * @throws LabError
 */
export async function rotate(agent: Agent, plan: LabPlan): Promise<Rotation> {
  const ranges = portRanges(plan.servicePorts, SERVICE_PORTS);
  const checks = plan.balancers.flatMap((balancer) =>
    balancer.listeners.flatMap(({ targets }) =>
      targets.flatMap((target) => ({ id: target.id, connections: healthCheck(balancer, target, ranges) })),
    ),
  );
  const healthy = new Set<string>();
  const failed = new Map<string, readonly number[]>();
  if (plan.balancers.length === 0) return { healthy, failed };
  await agent.run(rotation(plan, healthy));
  let open = checks.filter(({ connections }) => connections.length > 0);
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const { results } = await agent.connect(open.flatMap(({ connections }) => connections));
    let next = 0;
    const failing = open.filter(({ id, connections }) => {
      const fates = results.slice(next, next + connections.length);
      next += connections.length;
      if (fates.every(({ answer }) => answer !== undefined)) healthy.add(id);
      else failed.set(id, [...new Set(fates.flatMap((fate) => ('lost' in fate ? fate.lost : [])))]);
      return !healthy.has(id);
    });
    if (failing.length === open.length) break;
    open = failing;
    await agent.run(rotation(plan, healthy));
  }
  for (const id of healthy) failed.delete(id);
  const final = settled(plan, healthy);
  await agent.run(rotation(plan, final));
  return { healthy: final, failed: withBeyond(plan, failed) };
}

/** Where a target is a load balancer that has nothing in rotation itself, what keeps its own targets out is the cause. */
function withBeyond({ balancers }: LabPlan, failed: Rotation['failed']): Rotation['failed'] {
  const behind = ({ through, port }: LabTarget): readonly LabTarget[] =>
    balancers
      .filter(({ networkInterfaceId }) => through && networkInterfaceId === through.networkInterfaceId)
      .flatMap(({ listeners }) => listeners.filter((listener) => listener.port === port))
      .flatMap(({ targets }) => targets);
  const causes = (target: LabTarget, depth: number): readonly number[] => [
    ...(failed.get(target.id) ?? []),
    ...(depth < ROUNDS ? behind(target).flatMap((next) => causes(next, depth + 1)) : []),
  ];
  const targets = balancers.flatMap(({ listeners }) => listeners.flatMap((listener) => listener.targets));
  return new Map(
    targets.filter(({ id }) => failed.has(id)).map((target) => [target.id, [...new Set(causes(target, 0))]]),
  );
}

/** One from each range of the balancer's ports: the target has to answer to all of them. */
function healthCheck(
  { namespace }: LabBalancer,
  { healthCheck: check }: LabTarget,
  ranges: readonly PortRange[],
): readonly Connection[] {
  if (!check) return [];
  const { source, protocol, ip, port } = check;
  return ranges.map(({ from, to }) => [namespace, source, protocol, ip, port, from, to, 1, 0]);
}
