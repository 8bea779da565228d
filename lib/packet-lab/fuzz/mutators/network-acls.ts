import type { NetworkAcl, NetworkAclEntry, NetworkModel } from '../../../reachability/model';
import { altered, knownCidrs } from '../cidrs';
import type { Dice } from '../dice';
import { edit, type Mutation, type Mutator, pickIndex, replaced, without } from '../mutation';
import { anyPorts, anyProtocol } from './ports';

/** Changes to network ACLs and to who has them. */
export const networkAclMutators: Readonly<Record<string, Mutator>> = {
  'remove an entry': withEntry(({ acl, index, label }) =>
    edit('networkAcls', acl, `remove ${label}`, (one) => ({ ...one, entries: without(one.entries, index) })),
  ),
  'turn an entry round': withEntry(({ acl, index, label, entry }) => {
    const action = entry.action === 'allow' ? 'deny' : 'allow';
    return alter(acl, index, `${label}: ${action}`, { action });
  }),
  'other ports': withEntry(({ acl, index, label, entry }, model, dice) => {
    const ports = anyPorts(model, dice);
    const protocol = entry.protocol === 'udp' ? 'udp' : 'tcp';
    return alter(acl, index, `${label}: ${protocol} ${ports.from}-${ports.to}`, { protocol, ports });
  }),
  'one type of ICMP': withEntry(({ acl, index, label }, _model, dice) => {
    const icmpType = dice.pick([8, 0, 3]) ?? 8;
    return alter(acl, index, `${label}: icmp type ${icmpType}`, { protocol: 'icmp', icmpType });
  }),
  'another CIDR': withEntry(({ acl, index, label, entry }, model, dice) => {
    const cidr = altered(entry.cidr, model, dice);
    return alter(acl, index, `${label}: ${cidr}`, { cidr });
  }),
  'another order': (model, dice) => {
    const acl = dice.pick(model.networkAcls.filter(({ entries }) => entries.length > 1));
    const one = dice.pick(acl?.entries ?? []);
    const other = dice.pick((acl?.entries ?? []).filter((entry) => entry !== one && entry.egress === one?.egress));
    if (!acl || !one || !other) return undefined;
    const numbers = new Map([
      [one.ruleNumber, other.ruleNumber],
      [other.ruleNumber, one.ruleNumber],
    ]);
    return edit('networkAcls', acl, `swap ${one.ruleNumber} and ${other.ruleNumber} of ${acl.id}`, (each) => ({
      ...each,
      entries: each.entries.map((entry) =>
        entry.egress === one.egress
          ? { ...entry, ruleNumber: numbers.get(entry.ruleNumber) ?? entry.ruleNumber }
          : entry,
      ),
    }));
  },
  'add an entry': (model, dice) => {
    const acl = dice.pick(model.networkAcls);
    if (!acl) return undefined;
    const entry = anyEntry(model, dice);
    if (acl.entries.some(({ egress, ruleNumber }) => egress === entry.egress && ruleNumber === entry.ruleNumber)) {
      return undefined;
    }
    const name = `add ${describe(entry)} to ${acl.id}`;
    return edit('networkAcls', acl, name, (one) => ({ ...one, entries: [...one.entries, entry] }));
  },
  'a network ACL of its own': (model, dice) => {
    const subnet = dice.pick(model.subnets);
    if (!subnet) return undefined;
    const id = `acl-of-${subnet.id}`;
    const all = { ruleNumber: 1_000, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' } as const;
    const entry = anyEntry(model, dice);
    const entries = [entry, { ...all, egress: false }, { ...all, egress: true }];
    if (model.networkAcls.some((acl) => acl.id === id)) return undefined;
    return {
      name: `${subnet.id} has ${describe(entry)}`,
      component: subnet.id,
      apply: (before) => ({
        ...before,
        networkAcls: [...before.networkAcls, { id, vpcId: subnet.vpcId, entries }],
        subnets: before.subnets.map((one) => (one.id === subnet.id ? { ...one, networkAclId: id } : one)),
      }),
    };
  },
  'another network ACL': (model, dice) => {
    const subnet = dice.pick(model.subnets);
    const acl = subnet && dice.pick(model.networkAcls.filter(({ vpcId }) => vpcId === subnet.vpcId));
    return acl && edit('subnets', subnet, `${subnet.id} has ${acl.id}`, (one) => ({ ...one, networkAclId: acl.id }));
  },
};

interface Chosen {
  readonly acl: NetworkAcl;
  readonly index: number;
  readonly entry: NetworkAclEntry;
  readonly label: string;
}

function withEntry(make: (chosen: Chosen, model: NetworkModel, dice: Dice) => Mutation | undefined): Mutator {
  return (model, dice) => {
    const acl = dice.pick(model.networkAcls.filter(({ entries }) => entries.length > 0));
    const index = acl && pickIndex(dice, acl.entries);
    const entry = acl?.entries[index ?? -1];
    if (!acl || index === undefined || !entry) return undefined;
    const label = `${entry.egress ? 'egress' : 'ingress'} entry ${entry.ruleNumber} of ${acl.id}`;
    return make({ acl, index, entry, label }, model, dice);
  };
}

function alter(acl: NetworkAcl, index: number, name: string, changes: Partial<NetworkAclEntry>): Mutation {
  return edit('networkAcls', acl, name, (one) => ({
    ...one,
    entries: replaced(one.entries, index, ({ icmpType, ...entry }) => ({
      ...entry,
      ...(icmpType !== undefined && changes.protocol === undefined && { icmpType }),
      ...changes,
    })),
  }));
}

function anyEntry(model: NetworkModel, dice: Dice): NetworkAclEntry {
  const protocol = dice.number(0, 2) > 0 ? 'tcp' : anyProtocol(dice);
  return {
    ruleNumber: dice.number(1, 500),
    egress: dice.number(0, 1) === 1,
    action: dice.number(0, 3) > 0 ? 'deny' : 'allow',
    protocol,
    cidr: dice.pick(knownCidrs(model)) ?? '0.0.0.0/0',
    ...((protocol === 'tcp' || protocol === 'udp') && { ports: anyPorts(model, dice) }),
  };
}

function describe({ egress, ruleNumber, action, protocol, cidr, ports }: NetworkAclEntry): string {
  const range = ports ? ` ${ports.from}-${ports.to}` : '';
  return `${egress ? 'egress' : 'ingress'} ${ruleNumber} ${action} ${protocol}${range} ${cidr}`;
}
