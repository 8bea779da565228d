import type { NetworkInterface, NetworkModel, SecurityGroup, SecurityGroupRule } from '../../../reachability/model';
import { altered, knownCidrs } from '../cidrs';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';
import { anyPorts, anyProtocol } from './ports';

/** Changes to security groups and to who is in them. */
export const securityGroupMutators: Readonly<Record<string, Mutator>> = {
  'remove a rule': withRule(({ group, way, index }) =>
    edit('securityGroups', group, `remove ${way} rule ${index} of ${group.id}`, (one) => ({
      ...one,
      [way]: without(one[way], index),
    })),
  ),
  'other ports': withRule(({ rule, ...chosen }, model, dice) => {
    const ports = anyPorts(model, dice);
    const protocol = rule.protocol === 'udp' ? 'udp' : 'tcp';
    return alter(chosen, `${protocol} ${ports.from}-${ports.to}`, (one) => ({ ...one, protocol, ports }));
  }),
  'another protocol': withRule((chosen, _model, dice) => {
    const protocol = anyProtocol(dice);
    return alter(chosen, protocol, ({ peer }) => ({ protocol, peer }));
  }),
  'another CIDR': withRule(({ rule, ...chosen }, model, dice) => {
    if (!('cidr' in rule.peer)) return undefined;
    const cidr = altered(rule.peer.cidr, model, dice);
    return alter(chosen, cidr, (one) => ({ ...one, peer: { cidr } }));
  }),
  'another reference': withRule((chosen, model, dice) => {
    const securityGroupId = dice.pick(model.securityGroups)?.id ?? chosen.group.id;
    return alter(chosen, securityGroupId, (one) => ({ ...one, peer: { securityGroupId } }));
  }),
  'add a rule': (model, dice) => {
    const group = dice.pick(model.securityGroups);
    const cidr = dice.pick(knownCidrs(model)) ?? '0.0.0.0/0';
    const way = dice.pick(['ingress', 'egress'] as const) ?? 'ingress';
    const rule: SecurityGroupRule = { protocol: 'tcp', ports: anyPorts(model, dice), peer: { cidr } };
    const name = `add ${way} rule ${describe(rule)} to ${group?.id ?? ''}`;
    return group && edit('securityGroups', group, name, (one) => ({ ...one, [way]: [...one[way], rule] }));
  },
  'another group': (model, dice) => {
    const own = dice.pick(model.networkInterfaces.filter(hasOwnGroups));
    const group = own && dice.pick(model.securityGroups.filter(({ vpcId }) => vpcId === own.vpcId));
    if (!own || !group) return undefined;
    const more = dice.number(0, 2) === 0;
    const name = `${own.id} is ${more ? 'also ' : ''}in ${group.id}`;
    return edit('networkInterfaces', own, name, (one) => ({
      ...one,
      securityGroupIds: more ? [...new Set([...one.securityGroupIds, group.id])] : [group.id],
    }));
  },
};

/** Those of load balancers and resource gateways have the groups of these. */
function hasOwnGroups({ owner, securityGroupIds }: NetworkInterface): boolean {
  return securityGroupIds.length > 0 && owner.kind !== 'load-balancer' && owner.kind !== 'resource-gateway';
}

interface Chosen {
  readonly group: SecurityGroup;
  readonly way: 'ingress' | 'egress';
  readonly index: number;
}

function withRule(
  make: (
    chosen: Chosen & { readonly rule: SecurityGroupRule },
    model: NetworkModel,
    dice: Dice,
  ) => Mutation | undefined,
): Mutator {
  return (model, dice) => {
    const group = dice.pick(model.securityGroups.filter(({ ingress, egress }) => ingress.length + egress.length > 0));
    const way = dice.pick((['ingress', 'egress'] as const).filter((one) => group && group[one].length > 0));
    const index = group && way && pickIndex(dice, group[way]);
    if (!group || !way || index === undefined) return undefined;
    const rule = group[way][index];
    return rule && make({ group, way, index, rule }, model, dice);
  };
}

function alter(
  { group, way, index }: Chosen,
  what: string,
  change: (rule: SecurityGroupRule) => SecurityGroupRule,
): Mutation {
  return edit('securityGroups', group, `${way} rule ${index} of ${group.id}: ${what}`, (one) => ({
    ...one,
    [way]: replaced(one[way], index, change),
  }));
}

function describe({ protocol, ports, peer }: SecurityGroupRule): string {
  return `${protocol} ${ports?.from ?? 0}-${ports?.to ?? 65_535} ${Object.values(peer).join()}`;
}
