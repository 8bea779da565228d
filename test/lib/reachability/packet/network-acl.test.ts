import fc from 'fast-check';
import { entry, network, subnet, vpc } from '../../../../lib/reachability/aws-rules/networks';
import { contains, parseAddress, parseCidr } from '../../../../lib/reachability/ipv4';
import type { NetworkAclEntry } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import { filterByNetworkAcl } from '../../../../lib/reachability/packet/network-acl';
import { noPort, type Packet, reversed } from '../../../../lib/reachability/packet/packet';

const a = vpc('vpc-a', '10.0.0.0/16');
const ports = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }))
  .map(([from, more]) => ({ from, to: from + more }));
const entries = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 1, max: 40 }),
    action: fc.constantFrom('allow' as const, 'deny' as const),
    cidr: fc.constantFrom('0.0.0.0/0', '10.1.0.0/16', '10.2.0.0/16'),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const, '-1' as const, '6' as const),
    ports,
  }),
  { selector: ({ number }) => number, maxLength: 8 },
);

/** One port after the other, as AWS describes it. */
function allows(list: readonly NetworkAclEntry[], source: number, port: number): boolean {
  const first = list
    .toSorted((one, other) => one.ruleNumber - other.ruleNumber)
    .find(
      ({ protocol, cidr, ports: range }) =>
        ['tcp', '6', '-1'].includes(protocol) &&
        contains(parseCidr(cidr), source) &&
        (protocol === '-1' || range === undefined || (port >= range.from && port <= range.to)),
    );
  return first?.action === 'allow';
}

test('a range of ports passes a network ACL exactly if each of its ports does', () => {
  fc.assert(
    fc.property(entries, ports, (rules, destinationPorts) => {
      const list = rules.map((each) =>
        entry(each.number, 'ingress', each.action, each.cidr, [each.ports.from, each.ports.to], each.protocol),
      );
      const { subnets, routeTables } = subnet(a, 'a', '10.0.0.0/24', [], { networkAclId: 'acl-1' });
      const model = network({
        vpcs: [a],
        subnets,
        routeTables,
        networkAcls: [{ id: 'acl-1', vpcId: a.id, entries: list }],
      });
      const packet: Packet = {
        source: parseAddress('10.1.0.1'),
        destination: parseAddress('10.0.0.1'),
        protocol: 'tcp',
        sourcePorts: { from: 80, to: 80 },
        destinationPorts,
        sender: undefined,
      };
      const each = Array.from(
        { length: destinationPorts.to - destinationPorts.from + 1 },
        (_, index) => destinationPorts.from + index,
      );
      const { obstacles } = filterByNetworkAcl(
        new Network(model),
        subnets[0] ?? { ...a, vpcId: a.id, cidrBlock: '', availabilityZone: '', routeTableId: '' },
        packet,
        'ingress',
      );
      expect(obstacles.length === 0).toBe(each.every((port) => allows(list, packet.source, port)));
    }),
  );
});

test.each([
  [8, 'ingress', 'request', true],
  [8, 'ingress', 'reply', false],
  [0, 'ingress', 'reply', true],
  [0, 'ingress', 'request', false],
  [3, 'ingress', 'reply', false],
] as const)('ICMP type %d: %s of an echo %s passes: %s', (icmpType, direction, kind, passes) => {
  const { subnets, routeTables } = subnet(a, 'a', '10.0.0.0/24', [], { networkAclId: 'acl-1' });
  const entries = [{ ...entry(100, direction, 'allow', '0.0.0.0/0', undefined, 'icmp'), icmpType }];
  const model = network({ vpcs: [a], subnets, routeTables, networkAcls: [{ id: 'acl-1', vpcId: a.id, entries }] });
  const request: Packet = {
    source: parseAddress('10.1.0.1'),
    destination: parseAddress('10.0.0.1'),
    protocol: 'icmp',
    sourcePorts: noPort,
    destinationPorts: noPort,
    sender: undefined,
  };
  const packet = kind === 'request' ? request : reversed(request);
  const [own] = subnets;
  if (!own) throw new Error('there is no subnet');
  const { obstacles } = filterByNetworkAcl(new Network(model), own, packet, direction);
  expect(obstacles.length === 0).toBe(passes);
  if (!passes && kind === 'reply') expect(obstacles[0]?.reason).toContain('no rule allows icmp echo replies');
});
