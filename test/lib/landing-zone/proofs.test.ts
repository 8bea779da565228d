import { BREAKS } from '../../../lib/landing-zone/node-join/breaks';
import { judge as administration } from '../../../lib/landing-zone/proofs/administration-only-from-the-bastion';
import { judge as nodesCanJoin } from '../../../lib/landing-zone/proofs/nodes-can-join';
import { judge as nodesReach } from '../../../lib/landing-zone/proofs/nodes-reach-what-they-need';
import { judge as planFits } from '../../../lib/landing-zone/proofs/plan-fits';
import { judge as publicRoutes } from '../../../lib/landing-zone/proofs/public-subnets-have-a-route';
import { propertiesOf, without, withProperties } from '../../../lib/landing-zone/stack-edits';
import { changed, OFFICE, type Variant } from '../../../lib/landing-zone/variants';
import type { Verdict } from '../../../lib/proof/claim';
import type { Stack } from '../../../lib/reachability/template/stack';
import { allVariants, ingress, withResource } from './variants';

const all = allVariants();
const [usual] = all as readonly [Variant, ...Variant[]];
const today = new Date('2026-11-21T00:00:00Z');
const group = (name: string): string => `Cluster/${name}SecurityGroup`;
const VPC = 'Network/Vpc';

test('each proof holds in every config', () => {
  expect(all.map(({ name }) => name)).toEqual(['as synthesized', 'with endpoints', 'with SSH']);
  for (const verdict of [planFits(usual), publicRoutes(all), administration(all), nodesReach(all)]) {
    expect(verdict).toMatchObject({ holds: true, notes: [] });
  }
  expect(nodesCanJoin(all, today)).toMatchObject({ holds: true });
});

test('the bastion is who administers, and SSH is open to the office only', () => {
  expect(administration(all).figures).toMatchObject({
    'bastion to the API server, tcp 443': 'reachable, reachable, reachable',
    'SSH from': `as synthesized: nobody; with endpoints: nobody; with SSH: ${OFFICE}`,
  });
});

test('two halves are impossible, and why', () => {
  expect(planFits(usual).figures).toMatchObject({
    'two halves in two zones': '2 zones × (512 + 512) = 2,048 addresses, and 10.10.4.0/22 has 1,024',
    'kept for the third zone and free': '10.10.7.128/26, 10.10.6.0/24, 10.10.7.192/26',
  });
});

type Judge = (variants: readonly Variant[]) => Verdict;
const ofFirst = ([first]: readonly Variant[]): Verdict => planFits(first as Variant);

test.each<[string, Judge, (stack: Stack) => Stack, RegExp]>([
  [
    'another instance has the security group of the bastion',
    administration,
    (stack) => {
      const { NetworkInterfaces } = propertiesOf(stack, 'Bastion/Instance/Resource');
      return withResource(stack, 'Other', { Type: 'AWS::EC2::Instance', Properties: { NetworkInterfaces } });
    },
    /reaches the API server too: Other, tcp 443/,
  ],
  [
    'the bastion is not admitted',
    administration,
    (stack) => without(stack, 'Bastion/ToApi'),
    /the bastion does not reach/,
  ],
  [
    'SSH is open to everybody',
    administration,
    (stack) => ingress(stack, 'Bastion/SecurityGroup', '0.0.0.0/0', 22),
    /SSH is open to 0\.0\.0\.0\/0/,
  ],
  [
    'SSH is open to half a Region',
    administration,
    (stack) => ingress(stack, 'Bastion/SecurityGroup', '192.0.0.0/16', 22),
    /more than an office/,
  ],
  [
    'the bastion has a web server',
    administration,
    (stack) => ingress(stack, 'Bastion/SecurityGroup', '0.0.0.0/0', 80),
    /the internet reaches bastion, tcp 80/,
  ],
  [
    'the bastion may connect to anything',
    administration,
    (stack) => withProperties(stack, 'Bastion/SecurityGroup/Out', { IpProtocol: '-1' }),
    /the bastion reaches internet, udp/,
  ],
  [
    'a public subnet has no route',
    publicRoutes,
    (stack) => without(stack, `${VPC}/PublicSubnet2/DefaultRoute`),
    /PublicSubnet2 has no route/,
  ],
  [
    'the internet gateway is not attached',
    publicRoutes,
    (stack) => without(stack, `${VPC}/VPCGW`),
    /PublicSubnet1 has no route/,
  ],
  [
    'a private subnet leads to the internet gateway',
    publicRoutes,
    (stack) => {
      const { GatewayId } = propertiesOf(stack, `${VPC}/PublicSubnet1/DefaultRoute`);
      return withProperties(stack, `${VPC}/PrivateSubnet1/DefaultRoute`, { GatewayId, NatGatewayId: undefined });
    },
    /PrivateSubnet1 has a route to/,
  ],
  [
    'nodes admit each other to everything',
    nodesReach,
    (stack) => ingress(stack, group('Node'), '10.10.4.0/23'),
    /is open and not needed: nodes -> nodes/,
  ],
  [
    'nodes do not reach CoreDNS',
    nodesReach,
    (stack) => without(stack, 'Cluster/nodes-nodes-udp-53/In'),
    /is needed and blocked: nodes -> nodes, udp 53/,
  ],
  [
    'nodes do not get out',
    nodesReach,
    (stack) => without(stack, `${group('Node')}/ToInternet`),
    /is needed and blocked: nodes -> internet/,
  ],
  [
    'a subnet is another one',
    ofFirst,
    (stack) => withProperties(stack, `${VPC}/PrivateSubnet1/Subnet`, { CidrBlock: '10.10.6.0/24' }),
    /the stack has no subnet 10\.10\.4\.0\/24/,
  ],
  [
    'the VPC is another one',
    ofFirst,
    (stack) => withProperties(stack, `${VPC}/Resource`, { CidrBlock: '10.10.0.0/16' }),
    /the VPC is 10\.10\.0\.0\/16/,
  ],
])('where %s the proof says so', (_, judge, change, told) => {
  const { holds, notes } = judge([changed(usual, change)]);
  expect(notes.join('\n')).toMatch(told);
  expect(holds).toBe(false);
});

test('where nodes cannot join the proof says so', () => {
  const [first] = BREAKS;
  const broken = changed(usual, (stack) => first?.apply(stack) ?? stack);
  const { holds, notes } = nodesCanJoin([broken, ...all.slice(1)], today);
  expect(notes.join('\n')).toMatch(/as synthesized: a way out of the subnet: .*PrivateSubnet1\/RouteTable: no route/);
  expect(holds).toBe(false);
});
