import type { LatticeService, Listener, ServiceNetwork, TargetGroup } from '../model';
import type { Network } from '../network';
import type { Arrival, Leg, LegGroup } from './arrival';
import { authorized } from './auth-policy';
import { LATTICE_CIDR } from './lattice-range';
import { byId, passed, type Step, spoken, steps, stopped, unjudged } from './result';
import { sharedWith } from './sharing';

/**
 * From a service network to the targets of a service, as far as its owner, its listeners and the auth policies let it.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/services.html
 */
export function toLatticeService(
  network: Network,
  arrival: Arrival,
  serviceNetwork: ServiceNetwork,
  service: LatticeService,
): Step {
  const listener = service.listeners.find(({ port, protocols }) => port === arrival.port && isOf(protocols, arrival));
  return steps(
    sharedWith(network, service, 'lattice-service', serviceNetwork.account),
    authorized(network, arrival, serviceNetwork, service),
    passed(service.id, 'lattice-service', listener ? `listener on ${spoken(arrival)}` : 'no listener', arrival),
    listener ? toTargets(network, arrival, service, listener) : noListener(arrival, service),
  );
}

function isOf(protocols: Listener['protocols'], { protocol }: Arrival): boolean {
  return protocols.some((candidate) => candidate === protocol);
}

function noListener(arrival: Arrival, { id, listeners }: LatticeService): Step {
  const ports = listeners.map(({ port }) => `tcp ${port}`).join(', ');
  return stopped(
    id,
    'lattice-service',
    `no listener on ${spoken(arrival)}`,
    `add one, or use ${ports || 'another way'}`,
  );
}

function toTargets(network: Network, arrival: Arrival, service: LatticeService, listener: Listener): Step {
  if (listener.targetGroupIds.length === 0) {
    return stopped(
      service.id,
      'lattice-service',
      'the listener forwards to no target group',
      'forward to a target group',
    );
  }
  return steps(
    ...listener.targetGroupIds.map((id) => {
      const group = byId(network.model.targetGroups, id);
      return group ? toTargetGroup(network, arrival, group) : unjudged(id, 'target-group', 'what it is');
    }),
  );
}

/**
 * Lattice's requests come from its own range, so that no route table applies to them; it checks the health of targets
 * the same way. https://docs.aws.amazon.com/vpc-lattice/latest/ug/target-groups.html
 */
function toTargetGroup(network: Network, arrival: Arrival, group: TargetGroup): Step {
  const way = passed(group.id, 'target-group', `${group.targets.length} ${group.targetType} targets`, arrival);
  if (group.targetType === 'unknown') {
    return steps(way, unjudged(group.id, 'target-group', 'targets that are no interface, such as Lambda functions'));
  }
  if (group.targets.length === 0) {
    const { blockers = [] } = stopped(group.id, 'target-group', 'it has no registered targets', 'register a target');
    return steps(way, { legs: [{ component: group.id, needed: 'in-rotation', legs: [], blockers }] });
  }
  const legs = group.targets.map((target) => legTo(network, group, target));
  const known = legs.filter((leg) => leg !== undefined);
  const unknown = known.length < legs.length ? unjudged(group.id, 'target-group', 'the VPC of its targets') : {};
  if (known.length === 0) return steps(way, unknown);
  const legGroup: LegGroup = { component: group.id, needed: 'in-rotation', legs: known };
  return steps(way, unknown, { legs: [legGroup] });
}

function legTo(network: Network, group: TargetGroup, { to, port }: TargetGroup['targets'][number]): Leg | undefined {
  const vpcId =
    'networkInterfaceId' in to
      ? byId(network.model.networkInterfaces, to.networkInterfaceId)?.vpcId
      : 'loadBalancerId' in to
        ? byId(network.model.loadBalancers, to.loadBalancerId)?.vpcId
        : group.vpcId;
  if (vpcId === undefined) return undefined;
  const destination =
    'ip' in to ? to : { componentId: 'loadBalancerId' in to ? to.loadBalancerId : to.networkInterfaceId };
  return { by: { lattice: { vpcId, cidr: LATTICE_CIDR } }, to: destination, protocol: 'tcp', port };
}
