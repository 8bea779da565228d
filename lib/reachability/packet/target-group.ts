import type { Target, TargetGroup } from '../model';
import type { Network } from '../network';
import type { Question } from '../verdict';
import type { Evaluate } from './component';
import { handOver } from './hand-over';
import { openedBy } from './openings';
import { best, handedOut, type Outcome, refusedBy } from './outcome';
import type { State } from './position';
import { toHop } from './step';
import { isEligible, name, type Serving, toTarget } from './targets';

/**
 * What becomes of a connection that a target group gets. Without any healthy target a load balancer fails open and uses
 * them all: nothing to rely on, but an exposure.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function serveGroup(network: Network, state: State, serving: Serving, evaluate: Evaluate): Outcome {
  const { group, node, loadBalancer } = serving;
  const { packet, flow } = state;
  const all = rotation(network, serving, flow.depth, evaluate);
  const healthy = all.filter(({ outcome }) => outcome.works);
  const warnings = all
    .filter(({ outcome }) => !outcome.works)
    .map(({ target, outcome: { blockedBy } }) => `${group.id} does not use ${name(target)}: ${blockedBy[0]?.reason}`);
  const chosen = healthy.length === 0 && evaluate.mode === 'some' ? all : healthy;
  if (chosen.length === 0) return best(all.map(({ outcome }) => outcome)) ?? withoutTarget(network, serving);
  const preserved = group.preserveClientIp && loadBalancer.kind === 'network' && flow.opener !== 'private-link';
  const outcomes = preserved
    ? chosen.map(({ target }) => handOver(network, state, serving, target, evaluate))
    : chosen.map(({ target, outcome }) =>
        packet.protocol === 'tcp' && checked(group, target).port === target.port
          ? outcome
          : serveByNode(network, serving, target, packet.protocol, flow.depth, evaluate),
      );
  const outcome = handedOut(evaluate.mode, outcomes);
  const hop = {
    component: group.id,
    type: 'target-group' as const,
    detail: () => `to ${healthy.length} healthy targets`,
  };
  const forward = [toHop(hop, packet), ...outcome.forward];
  return { ...outcome, forward, warnings: [...warnings, ...outcome.warnings].map((text) => `${node.id}: ${text}`) };
}

/**
 * The targets that an interface of a load balancer may choose, each with its health check: by TCP from the load balancer,
 * also where clients come by UDP.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html#health-check-settings
 */
export function rotation(
  network: Network,
  serving: Serving,
  depth: number,
  evaluate: Evaluate,
): readonly { readonly target: Target; readonly outcome: Outcome }[] {
  const { node, group } = serving;
  const key = ['rotation', evaluate.mode, node.id, group.id, depth].join(' ');
  return network.remember(key, () =>
    group.targets
      .filter((target) => isEligible(network, serving, target))
      .map((target) => ({
        target,
        outcome: serveByNode(network, serving, checked(group, target), 'tcp', depth, evaluate),
      })),
  );
}

/** What a health check asks of a target. */
const checked = ({ healthCheckPort }: TargetGroup, target: Target): Target => ({
  ...target,
  port: healthCheckPort ?? target.port,
});

/** A connection to a target by which the target sees the load balancer. */
function serveByNode(
  network: Network,
  { node }: Serving,
  target: Target,
  protocol: Question['protocol'],
  depth: number,
  evaluate: Evaluate,
): Outcome {
  return toTarget(network, target, protocol, depth, evaluate, node.vpcId, (aim) => openedBy(network, node, aim));
}

function withoutTarget(network: Network, { group, node, loadBalancer }: Serving): Outcome {
  const component = group.id;
  if (group.targetType === 'unknown') {
    const unknownTargets = 'nobody knows its targets';
    const blocker = { component, type: 'target-group', reason: unknownTargets } as const;
    return refusedBy({ ...blocker, change: 'register targets' }, [blocker]);
  }
  const zone = network.subnets.get(node.subnetId)?.availabilityZone;
  const elsewhere = group.targets.length > 0;
  const reason = elsewhere ? `no registered target is served from ${zone}` : 'no registered targets';
  const change = elsewhere ? `enable cross-zone load balancing or register a target in ${zone}` : 'register targets';
  return refusedBy(
    elsewhere
      ? { component: loadBalancer.id, type: 'load-balancer', reason, change }
      : { component, type: 'target-group', reason, change },
  );
}
