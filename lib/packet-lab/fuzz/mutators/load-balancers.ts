import type { InterfaceOwner, NetworkModel, TargetGroup } from '../../../reachability/model';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';

/** Changes to load balancers, their target groups and targets. */
export const loadBalancerMutators: Readonly<Record<string, Mutator>> = {
  'remove a target': withTarget((group, index) =>
    edit('targetGroups', group, `remove target ${index} of ${group.id}`, (one) => ({
      ...one,
      targets: without(one.targets, index),
    })),
  ),
  'another port of a target': withTarget((group, index, _model, dice) => {
    const port = dice.pick([22, 80, 443, 8080]) ?? 80;
    return edit('targetGroups', group, `target ${index} of ${group.id} on port ${port}`, (one) => ({
      ...one,
      targets: replaced(one.targets, index, (target) => ({ ...target, port })),
    }));
  }),
  'another target': withTarget((group, index, model, dice) => {
    if (group.targetType === 'alb') return undefined;
    const { id, addresses: [{ privateIp = '' } = {}] = [] } =
      dice.pick(model.networkInterfaces.filter(({ vpcId, owner }) => vpcId === group.vpcId && isHost(owner))) ?? {};
    if (id === undefined) return undefined;
    const to = group.targetType === 'ip' ? { ip: privateIp } : { networkInterfaceId: id };
    return edit('targetGroups', group, `target ${index} of ${group.id} is ${id}`, (one) => ({
      ...one,
      targets: replaced(one.targets, index, ({ port }) => ({ to, port })),
    }));
  }),
  'client IP preservation': withGroup((group) =>
    edit('targetGroups', group, `${group.id}: client IP preservation the other way`, (one) => ({
      ...one,
      preserveClientIp: !one.preserveClientIp,
    })),
  ),
  'cross-zone of a target group': withGroup((group, _model, dice) => {
    const crossZone = dice.number(0, 1) === 1;
    return edit('targetGroups', group, `${group.id}: cross-zone ${crossZone}`, (one) => ({ ...one, crossZone }));
  }),
  'health check port': withGroup((group, _model, dice) => {
    const healthCheckPort = dice.pick([22, 80, 443, 8080]) ?? 80;
    const name = `${group.id}: health checks on port ${healthCheckPort}`;
    return edit('targetGroups', group, name, (one) => ({ ...one, healthCheckPort }));
  }),
  'cross-zone of a load balancer': (model, dice) => {
    const balancer = dice.pick(model.loadBalancers.filter(({ kind }) => kind === 'network'));
    return (
      balancer &&
      edit('loadBalancers', balancer, `${balancer.id}: cross-zone the other way`, (one) => ({
        ...one,
        crossZone: !one.crossZone,
      }))
    );
  },
  'another port of a listener': (model, dice) => {
    const balancer = dice.pick(model.loadBalancers.filter(({ listeners }) => listeners.length > 0));
    const index = balancer && pickIndex(dice, balancer.listeners);
    if (!balancer || index === undefined) return undefined;
    const port = dice.pick([22, 80, 443, 8080]) ?? 80;
    return edit('loadBalancers', balancer, `listener ${index} of ${balancer.id} on port ${port}`, (one) => ({
      ...one,
      listeners: replaced(one.listeners, index, (listener) => ({ ...listener, port })),
    }));
  },
  'drop a zone': (model, dice) => {
    const balancer = dice.pick(model.loadBalancers.filter(({ networkInterfaceIds }) => networkInterfaceIds.length > 1));
    const dropped = dice.pick(balancer?.networkInterfaceIds ?? []);
    if (!balancer || dropped === undefined) return undefined;
    return {
      name: `${balancer.id} without ${dropped}`,
      component: balancer.id,
      apply: (before) => ({
        ...before,
        networkInterfaces: before.networkInterfaces.filter(({ id }) => id !== dropped),
        loadBalancers: before.loadBalancers.map((one) =>
          one.id === balancer.id
            ? { ...one, networkInterfaceIds: one.networkInterfaceIds.filter((id) => id !== dropped) }
            : one,
        ),
      }),
    };
  },
  'security groups of a load balancer': (model, dice) => {
    // A Network Load Balancer without any cannot get some later, nor lose its last one.
    const balancer = dice.pick(model.loadBalancers.filter(({ securityGroupIds = [] }) => securityGroupIds.length > 0));
    const group = dice.pick(model.securityGroups.filter(({ vpcId }) => vpcId === balancer?.vpcId));
    if (!balancer || !group) return undefined;
    const securityGroupIds = [group.id];
    return {
      name: `${balancer.id} is in ${group.id}`,
      component: balancer.id,
      apply: (before) => ({
        ...before,
        loadBalancers: before.loadBalancers.map((one) => (one.id === balancer.id ? { ...one, securityGroupIds } : one)),
        networkInterfaces: before.networkInterfaces.map((one) =>
          balancer.networkInterfaceIds.includes(one.id) ? { ...one, securityGroupIds } : one,
        ),
      }),
    };
  },
  'security groups on PrivateLink traffic': (model, dice) => {
    const balancer = dice.pick(model.loadBalancers.filter(({ securityGroupIds }) => securityGroupIds !== undefined));
    return (
      balancer &&
      edit('loadBalancers', balancer, `${balancer.id}: security groups on PrivateLink the other way`, (one) => ({
        ...one,
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: !one.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
      }))
    );
  },
};

/** Addresses of load balancers in the VPC are no targets, and those of gateways and endpoints make none. */
function isHost({ kind }: InterfaceOwner): boolean {
  return ['instance', 'ecs-service', 'eks-cluster', 'eks-workload', 'lambda-function', 'database'].includes(kind);
}

function withGroup(make: (group: TargetGroup, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const group = dice.pick(model.targetGroups);
    return group && make(group, model, dice);
  };
}

function withTarget(
  make: (group: TargetGroup, index: number, model: NetworkModel, dice: Dice) => Mutation | undefined,
): Mutator {
  return (model, dice) => {
    const group = dice.pick(model.targetGroups.filter(({ targets }) => targets.length > 0));
    const index = group && pickIndex(dice, group.targets);
    return group && index !== undefined ? make(group, index, model, dice) : undefined;
  };
}
