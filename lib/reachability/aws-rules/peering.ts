import { ask, isBlocked, isCreated, isRefused, type RuleCase, reaches } from './rule-case';
import {
  group,
  host,
  internetGateway,
  natGateway,
  peering,
  type Routes,
  rule,
  subnet,
  topology,
  vpc,
} from './topology';

/** VPC A 10.0.0.0/16 with host a and VPC B with host b, peered by pcx-ab. */
function pair(
  aRoutes: Routes = { '10.1.0.0/16': 'pcx-ab' },
  bRoutes: Routes = { '10.0.0.0/16': 'pcx-ab' },
  groups: { readonly a?: readonly string[]; readonly b?: readonly string[] } = {},
  homes: { readonly a?: string; readonly b?: string } = {},
) {
  return [
    vpc('A', '10.0.0.0/16', { region: homes.a ?? 'us-east-1' }),
    vpc('B', '10.1.0.0/16', { region: homes.b ?? 'us-east-1' }),
    subnet('A1', 'A', '10.0.1.0/24', { routes: aRoutes }),
    subnet('B1', 'B', '10.1.1.0/24', { routes: bRoutes }),
    host('a', ['A', 'A1', '10.0.1.10'], groups.a),
    host('b', ['B', 'B1', '10.1.1.10'], groups.b),
    peering('pcx-ab', 'A', 'B'),
  ];
}

/** A third VPC C 10.2.0.0/16 with host c. */
const third = (routes: Routes) => [
  vpc('C', '10.2.0.0/16'),
  subnet('C1', 'C', '10.2.1.0/24', { routes }),
  host('c', ['C', 'C1', '10.2.1.10']),
];

/** Host a in the first and host b in the last CIDR block of their VPCs, each with routes to every block of the other. */
function vpcs(aCidrs: readonly string[], bCidrs: readonly string[]) {
  const side = (id: string, cidrs: readonly string[], others: readonly string[], address: string) => [
    vpc(id, cidrs),
    subnet(`${id}1`, id, `${address.replace(/\d+$/, '0')}/24`, {
      routes: Object.fromEntries(others.filter((other) => !cidrs.includes(other)).map((other) => [other, 'pcx-ab'])),
    }),
    host(id.toLowerCase(), [id, `${id}1`, address]),
  ];
  const hosts = aCidrs.length > 1 ? (['100.64.0.10', '100.64.1.10'] as const) : (['10.0.1.10', '10.0.9.10'] as const);
  const bAddress = bCidrs[0] === '10.1.0.0/16' && bCidrs.length === 1 ? '10.1.9.10' : hosts[1];
  return topology(
    ...side('A', aCidrs, bCidrs, hosts[0]),
    ...side('B', bCidrs, aCidrs, bAddress),
    peering('pcx-ab', 'A', 'B'),
  );
}

const transitive = topology(
  ...pair({ '10.1.0.0/16': 'pcx-ab', '10.2.0.0/16': 'pcx-ac' }, { '10.0.0.0/16': 'pcx-ab', '10.2.0.0/16': 'pcx-ab' }),
  ...third({ '10.0.0.0/16': 'pcx-ac', '10.1.0.0/16': 'pcx-ac' }),
  peering('pcx-ac', 'A', 'C'),
);

/** A has an internet gateway and a NAT gateway; B's default route leads to A. */
const edge = (bRoutes: Routes, aTarget: string) =>
  topology(
    ...pair({ '10.1.0.0/16': 'pcx-ab', '0.0.0.0/0': aTarget }, bRoutes),
    internetGateway('igw-a', 'A'),
    subnet('Apublic', 'A', '10.0.2.0/24', { routes: { '0.0.0.0/0': 'igw-a', '10.1.0.0/16': 'pcx-ab' } }),
    natGateway('nat-a', ['A', 'Apublic', '10.0.2.5'], '54.0.0.5'),
    host('public', ['A', 'Apublic', '10.0.2.10'], [], '54.0.0.10'),
  );
const byA: Routes = { '10.0.0.0/16': 'pcx-ab', '0.0.0.0/0': 'pcx-ab' };

const s3 = (bRoutes: Routes) =>
  topology(
    ...pair({ '10.1.0.0/16': 'pcx-ab', 'pl-s3': 'vpce-s3' }, bRoutes),
    { prefixLists: [{ id: 'pl-s3', prefixListName: 'com.amazonaws.us-east-1.s3', cidrs: ['52.216.0.0/15'] }] },
    {
      vpcEndpoints: [
        {
          id: 'vpce-s3',
          kind: 'Gateway',
          vpcId: 'A',
          state: 'available',
          serviceName: 'com.amazonaws.us-east-1.s3',
          networkInterfaceIds: [],
          routeTableIds: ['rtb-A1'],
          prefixListId: 'pl-s3',
          privateDnsEnabled: false,
        },
      ],
    },
  );

const referencing = (peer: string, bRegion?: string) =>
  topology(
    ...pair(undefined, undefined, { a: ['sg-a'], b: ['sg-b'] }, bRegion === undefined ? {} : { b: bRegion }),
    group('sg-a', 'A', { egress: [rule('0.0.0.0/0')] }),
    group('sg-other', 'A', {}),
    group('sg-b', 'B', { ingress: [rule(peer, 'tcp', 80)] }),
  );

/** A 172.16.0.0/16 is peered with B and C, which both are 10.0.0.0/16 with two subnets and hosts. */
function twins(aRoutes: Routes) {
  return topology(
    vpc('A', '172.16.0.0/16'),
    subnet('A1', 'A', '172.16.1.0/24', { routes: aRoutes }),
    host('a', ['A', 'A1', '172.16.1.10']),
    ...['b', 'c'].flatMap((name) => {
      const [id, routes] = [name.toUpperCase(), { '172.16.0.0/16': `pcx-a${name}` }];
      return [
        vpc(id, '10.0.0.0/16'),
        subnet(`${id}1`, id, '10.0.0.0/24', { routes }),
        subnet(`${id}2`, id, '10.0.1.0/24', { routes }),
        host(`${name}1`, [id, `${id}1`, '10.0.0.66']),
        host(`${name}2`, [id, `${id}2`, '10.0.1.77']),
        peering(`pcx-a${name}`, 'A', id),
      ];
    }),
  );
}
const allToC = { '10.0.0.0/16': 'pcx-ac' };
const subnetToB = { ...allToC, '10.0.1.0/24': 'pcx-ab' };
const hostToB = { ...allToC, '10.0.0.66/32': 'pcx-ab' };

const partial = topology(
  ...pair({ '10.1.0.0/16': 'pcx-ab' }, { '10.0.1.0/24': 'pcx-ab' }),
  subnet('A2', 'A', '10.0.2.0/24', { routes: { '10.2.0.0/16': 'pcx-ac' } }),
  host('a2', ['A', 'A2', '10.0.2.10']),
  ...third({ '10.0.0.0/16': 'pcx-ac' }),
  peering('pcx-ac', 'A', 'C'),
);

export const peeringRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/peer/overlap-exact',
    expected: isRefused(vpcs(['10.0.0.0/16'], ['10.0.0.0/16']), 'pcx-ab', /overlapping CIDR/, ask('a', '10.0.9.10')),
    twin: isCreated(vpcs(['10.0.0.0/16'], ['10.1.0.0/16'])),
  },
  {
    id: 'awsdoc/peer/overlap-secondary',
    expected: isRefused(
      vpcs(['10.0.0.0/16', '100.64.0.0/24'], ['10.0.0.0/16', '100.64.1.0/24']),
      'pcx-ab',
      /10\.0\.0\.0\/16 of A and 10\.0\.0\.0\/16 of B/,
      ask('a', '100.64.1.10'),
    ),
    twin: isCreated(vpcs(['10.0.0.0/16', '100.64.0.0/24'], ['10.1.0.0/16', '100.64.1.0/24'])),
  },
  {
    id: 'awsdoc/peer/transitive',
    expected: isBlocked(transitive, ask('b', '10.2.1.10'), ['pcx-ab']),
    twin: reaches(transitive, 'b', '10.0.1.10'),
  },
  {
    id: 'awsdoc/peer/edge-igw',
    expected: isBlocked(edge(byA, 'igw-a'), ask('b', 'internet'), ['pcx-ab']),
    twin: reaches(edge(byA, 'igw-a'), 'public', 'internet'),
  },
  {
    id: 'awsdoc/peer/edge-nat',
    expected: isBlocked(edge(byA, 'nat-a'), ask('b', 'internet'), ['pcx-ab']),
    twin: reaches(edge(byA, 'nat-a'), 'a', 'internet'),
  },
  {
    id: 'awsdoc/nat/via-peering',
    expected: isBlocked(edge({ '0.0.0.0/0': 'pcx-ab' }, 'nat-a'), ask('b', '8.8.8.8'), ['pcx-ab']),
    twin: reaches(edge({ '0.0.0.0/0': 'pcx-ab' }, 'nat-a'), 'a', '8.8.8.8'),
  },
  {
    id: 'awsdoc/peer/edge-s3gw',
    expected: isBlocked(s3({ '10.0.0.0/16': 'pcx-ab', 'pl-s3': 'pcx-ab' }), ask('b', '52.216.1.1', 'tcp', 443), [
      'pcx-ab',
    ]),
    twin: reaches(s3({ '10.0.0.0/16': 'pcx-ab' }), 'a', '52.216.1.1', 'tcp', 443),
  },
  {
    id: 'awsdoc/peer/one-route-side',
    expected: isBlocked(topology(...pair(undefined, {})), ask('a', 'b'), ['rtb-B1'], 'return'),
    twin: reaches(topology(...pair()), 'a', 'b'),
  },
  {
    id: 'awsdoc/peer/sg-ref-same-region',
    expected: reaches(referencing('sg-a'), 'a', 'b'),
    twin: isBlocked(referencing('sg-other'), ask('a', 'b'), ['sg-b'], 'forward'),
  },
  {
    id: 'awsdoc/peer/sg-ref-inter-region',
    expected: isRefused(referencing('sg-a', 'us-west-2'), 'sg-b', /cannot be referenced/, ask('a', 'b')),
    twin: isCreated(referencing('10.0.0.0/16', 'us-west-2')),
  },
  {
    id: 'awsdoc/peer/two-peerings-same-pair',
    expected: isRefused(topology(...pair(), peering('pcx-second', 'B', 'A')), 'pcx-second', /already have/),
    twin: isCreated(topology(...pair(), ...third({}), peering('pcx-second', 'B', 'C'))),
  },
  {
    id: 'awsdoc/peer/wrong-return-vpc',
    expected: isBlocked(twins(allToC), ask('b2', 'a'), ['rtb-A1'], 'return'),
    twin: reaches(twins(subnetToB), 'b2', 'a'),
  },
  {
    id: 'awsdoc/peer/wrong-return-fixed',
    expected: reaches(twins(subnetToB), 'b2', 'a'),
    twin: isBlocked(twins(subnetToB), ask('b1', 'a'), ['rtb-A1'], 'return'),
  },
  {
    id: 'awsdoc/peer/lpm-host-route',
    expected: reaches(twins(hostToB), 'a', 'b1'),
    twin: isBlocked(twins(allToC), ask('a', 'b1'), ['rtb-A1']),
  },
  {
    id: 'awsdoc/peer/lpm-other-b',
    expected: isBlocked(twins(hostToB), ask('b2', 'a'), ['rtb-A1'], 'return'),
    twin: reaches(twins(hostToB), 'b1', 'a'),
  },
  {
    id: 'awsdoc/peer/specific-subnet',
    expected: isBlocked(partial, ask('a2', 'b'), ['rtb-A2', 'rtb-B1']),
    twin: reaches(partial, 'a', 'b'),
  },
];
