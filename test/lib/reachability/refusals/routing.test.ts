import {
  group,
  internetGateway,
  natGateway,
  type Piece,
  peering,
  type Routes,
  routesOf,
  rule,
  subnet,
  vpc,
} from '../../../../lib/reachability/aws-rules/topology';
import { testRefusals } from './refused';

const one = vpc('A', '10.0.0.0/16');

const two = [one, vpc('B', '10.1.0.0/16')];

const inA1 = ['A', 'A1', '10.0.1.10'] as const;

const routed = (routes: Routes): readonly Piece[] => [
  ...two,
  subnet('A1', 'A', '10.0.1.0/24', { routes }),
  subnet('A2', 'A', '10.0.2.0/24'),
  subnet('B1', 'B', '10.1.1.0/24'),
  internetGateway('igw-a', 'A'),
  internetGateway('igw-b', 'B'),
  natGateway('nat-a', inA1),
  natGateway('nat-b', ['B', 'B1', '10.1.1.10']),
];

const gatewayTable = (target: string): Piece => ({
  routeTables: [
    { id: 'rtb-gw', vpcId: 'A', main: false, gatewayIds: ['igw-a'], routes: routesOf({ '10.0.2.0/24': target }) },
  ],
});

const twice = (first: string, second: string): Piece => ({
  routeTables: [
    {
      id: 'rtb',
      vpcId: 'A',
      main: false,
      gatewayIds: [],
      routes: [...routesOf({ [first]: 'pcx-1' }), ...routesOf({ [second]: 'pcx-2' })],
    },
  ],
});

const numbered = (...rules: readonly (readonly [number, boolean])[]): Piece => ({
  networkAcls: [
    {
      id: 'acl',
      vpcId: 'A',
      entries: rules.map(([ruleNumber, egress]) => ({
        ruleNumber,
        egress,
        action: 'allow',
        protocol: '-1',
        cidr: '0.0.0.0/0',
      })),
    },
  ],
});

testRefusals([
  [
    'a second route to one destination',
    'rtb',
    /already exists/,
    [one, twice('10.9.0.0/16', '10.9.0.1/16')],
    [one, twice('10.9.0.0/16', '10.9.0.0/17')],
  ],
  [
    'a route into the VPC by a transit gateway',
    'rtb-A1',
    /transit-gateway/,
    routed({ '10.0.2.0/24': 'tgw' }),
    routed({ '10.0.2.0/24': 'nat-a' }),
  ],
  [
    'a route to the whole VPC by a peering',
    'rtb-A1',
    /vpc-peering/,
    routed({ '10.0.0.0/16': 'pcx' }),
    routed({ '10.0.0.0/8': 'pcx' }),
  ],
  [
    'a route to a part of a subnet',
    'rtb-A1',
    /entire CIDR/,
    routed({ '10.0.2.0/25': 'nat-a' }),
    routed({ '10.0.2.0/24': 'eni-nat-a' }),
  ],
  [
    'a route to a NAT gateway of another VPC',
    'rtb-A1',
    /different networks/,
    routed({ '0.0.0.0/0': 'nat-b' }),
    routed({ '0.0.0.0/0': 'nat-a' }),
  ],
  [
    'a route to an internet gateway of another VPC',
    'rtb-A1',
    /different networks/,
    routed({ '0.0.0.0/0': 'igw-b' }),
    routed({ '0.0.0.0/0': 'igw-a' }),
  ],
  [
    'a NAT gateway in a gateway route table',
    'rtb-gw',
    /gateway route table/,
    [...routed({}), gatewayTable('nat-a')],
    [...routed({}), gatewayTable('eni-nat-a')],
  ],
  ['a network ACL rule 0', 'acl', /not between 1 and 32766/, [one, numbered([0, false])], [one, numbered([1, false])]],
  [
    'a network ACL rule 32767',
    'acl',
    /not between 1 and 32766/,
    [one, numbered([32_767, true])],
    [one, numbered([32_766, true])],
  ],
  [
    'a network ACL rule twice',
    'acl',
    /inbound rule 100 already exists/,
    [one, numbered([100, false], [100, false])],
    [one, numbered([100, false], [100, true])],
  ],
  [
    'a reference to a group of another Region',
    'sg',
    /us-west-2/,
    [
      vpc('A', '10.0.0.0/16', { region: 'us-east-1' }),
      vpc('B', '10.1.0.0/16', { region: 'us-west-2' }),
      group('sg', 'A', { egress: [rule('there')] }),
      group('there', 'B', {}),
    ],
    [...two, group('sg', 'A', { egress: [rule('there')] }), group('there', 'B', {})],
  ],
  [
    'a second internet gateway',
    'igw-2',
    /already has/,
    [one, internetGateway('igw-1', 'A'), internetGateway('igw-2', 'A')],
    [...two, internetGateway('igw-1', 'A'), internetGateway('igw-2', 'B')],
  ],
  [
    'a NAT gateway with a security group',
    'nat',
    /security group/,
    [one, subnet('A1', 'A', '10.0.1.0/24'), natGateway('nat', inA1, undefined, ['sg'])],
    [one, subnet('A1', 'A', '10.0.1.0/24'), natGateway('nat', inA1)],
  ],
  ['a peering with itself', 'pcx', /itself/, [one, peering('pcx', 'A', 'A')], [...two, peering('pcx', 'A', 'B')]],
  [
    'a peering of overlapping VPCs',
    'pcx',
    /10\.4\.0\.0\/16 of A and 10\.4\.9\.0\/24 of B/,
    [vpc('A', '10.4.0.0/16'), vpc('B', ['10.1.0.0/16', '10.4.9.0/24']), peering('pcx', 'A', 'B')],
    [...two, peering('pcx', 'A', 'B')],
  ],
]);
