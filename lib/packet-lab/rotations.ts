import { rotation } from './compile/rotation';
import { CLIENT_PORTS, type LabBalancer, type LabPlan, type LabTarget } from './plan';
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
  const checks = plan.balancers.flatMap((balancer) =>
    balancer.listeners.flatMap(({ targets }) =>
      targets.flatMap((target) => {
        const connection = healthCheck(balancer, target);
        return connection ? [{ id: target.id, connection }] : [];
      }),
    ),
  );
  const healthy = new Set<string>();
  const failed = new Map<string, readonly number[]>();
  if (plan.balancers.length > 0) await agent.run(rotation(plan, healthy));
  for (let round = 0; round < ROUNDS; round++) {
    const open = checks.filter(({ id }) => !healthy.has(id));
    const before = healthy.size;
    if (open.length === 0) break;
    const { results } = await agent.connect(open.map(({ connection }) => connection));
    for (const [index, { id }] of open.entries()) {
      const fate = results[index];
      if (fate?.answer === undefined) failed.set(id, fate?.lost ?? []);
      else {
        healthy.add(id);
        failed.delete(id);
      }
    }
    if (healthy.size === before) break;
    await agent.run(rotation(plan, healthy));
  }
  return { healthy, failed };
}

function healthCheck({ namespace }: LabBalancer, { healthCheck: check }: LabTarget): Connection | undefined {
  const { from, to } = CLIENT_PORTS;
  return check && [namespace, check.source, check.protocol, check.ip, check.port, from, to, 1, 0];
}
