import { ask, isBlocked, isCreated, isRefused, type RuleCase, reaches } from './rule-case';
import {
  acl,
  attachment,
  host,
  internetGateway,
  loadBalancer,
  natGateway,
  type Routes,
  routesOf,
  subnet,
  through,
  topology,
  transitGateway,
  vpc,
} from './topology';

/** A private subnet with host a behind a NAT gateway in a public subnet. */
function egress(publicIp: string | undefined, entries: readonly string[] = [], groups: readonly string[] = []) {
  return topology(
    vpc('A', '10.0.0.0/16'),
    internetGateway('igw-a', 'A'),
    subnet('Aprivate', 'A', '10.0.1.0/24', { routes: { '0.0.0.0/0': 'nat-a' } }),
    subnet('Apublic', 'A', '10.0.2.0/24', {
      routes: { '0.0.0.0/0': 'igw-a' },
      ...(entries.length > 0 ? { acl: 'acl-public' } : {}),
    }),
    acl('acl-public', 'A', ...entries),
    host('a', ['A', 'Aprivate', '10.0.1.10']),
    host('public', ['A', 'Apublic', '10.0.2.10'], [], '54.0.0.10'),
    natGateway('nat-a', ['A', 'Apublic', '10.0.2.5'], publicIp, groups),
  );
}

const requests = ['out allow 0.0.0.0/0', 'in allow 10.0.0.0/16'];

/** A spoke whose default route is the transit gateway, and a VPC that is the way out for all. */
function central(natRoutes: Routes) {
  return topology(
    vpc('Spoke', '10.1.0.0/16'),
    vpc('Egress', '10.0.0.0/16'),
    internetGateway('igw-e', 'Egress'),
    subnet('S1', 'Spoke', '10.1.1.0/24', { routes: { '0.0.0.0/0': 'tgw' } }),
    subnet('Etgw', 'Egress', '10.0.1.0/24', { routes: { '0.0.0.0/0': 'nat-e' } }),
    subnet('Enat', 'Egress', '10.0.2.0/24', { routes: { '0.0.0.0/0': 'igw-e', ...natRoutes } }),
    host('spoke', ['Spoke', 'S1', '10.1.1.10']),
    natGateway('nat-e', ['Egress', 'Enat', '10.0.2.5'], '54.0.0.5'),
    transitGateway([through('0.0.0.0/0', 'att-e', 'static'), through('10.1.0.0/16', 'att-s')]),
    attachment('att-s', 'Spoke', ['S1']),
    attachment('att-e', 'Egress', ['Etgw']),
  );
}

/** Host a in A, by a private NAT gateway and the transit gateway, to a load balancer in B before host b. */
function overlapping(
  cidr: string,
  hosts: readonly [string, string],
  routable: readonly [string, string],
  natRoutes: Routes,
) {
  const [routableA, routableB] = routable;
  const primaryFirst = (one: string) => (cidr.startsWith('10.') ? [cidr, one] : [one, cidr]);
  const [hostSubnet, nodes] = [`${hosts[0].replace(/\.\d+$/, '')}.0/24`, '10.0.2.10'];
  const node = cidr.startsWith('10.') ? '100.64.1.10' : nodes;
  const nat = cidr.startsWith('10.') ? '100.64.0.125' : '10.0.1.125';
  return topology(
    vpc('A', primaryFirst(routableA)),
    vpc('B', primaryFirst(routableB)),
    subnet('A1', 'A', hostSubnet, { routes: { [routableB]: 'nat-a' } }),
    subnet('Aroutable', 'A', routableA, { routes: natRoutes }),
    subnet('B1', 'B', hostSubnet),
    subnet('Broutable', 'B', routableB, { routes: { [routableA]: 'tgw' } }),
    host('a', ['A', 'A1', hosts[0]]),
    host('b', ['B', 'B1', hosts[1]]),
    natGateway('nat-a', ['A', 'Aroutable', nat]),
    loadBalancer('alb', 'application', 'B', [['Broutable', node]], {
      targetType: 'ip',
      targets: [{ to: { ip: hosts[1] }, port: 80 }],
    }),
    transitGateway([through(routableA, 'att-a', 'static'), through(routableB, 'att-b', 'static')]),
    attachment('att-a', 'A', ['Aroutable']),
    attachment('att-b', 'B', ['Broutable']),
  );
}

const guide = (natRoutes: Routes = { '100.64.1.0/24': 'tgw' }) =>
  overlapping('10.0.0.0/16', ['10.0.1.10', '10.0.1.20'], ['100.64.0.0/24', '100.64.1.0/24'], natRoutes);
const whitepaper = (natRoutes: Routes = { '10.0.2.0/24': 'tgw' }) =>
  overlapping('100.64.0.0/16', ['100.64.0.10', '100.64.0.10'], ['10.0.1.0/24', '10.0.2.0/24'], natRoutes);

/** A static and a propagated route to the same destination. */
function twoOrigins(...origins: readonly ('static' | 'propagated')[]) {
  const known = topology(
    vpc('A', '10.0.0.0/16'),
    vpc('B', '10.1.0.0/16'),
    subnet('A1', 'A', '10.0.1.0/24'),
    subnet('B1', 'B', '10.1.1.0/24', { routes: { '10.0.0.0/16': 'pcx-ab' } }),
    host('a', ['A', 'A1', '10.0.1.10']),
    host('b', ['B', 'B1', '10.1.1.10']),
    // A virtual private gateway propagates; this stands for it, as one that is modelled.
    internetGateway('igw-a', 'A'),
    { vpcPeeringConnections: [{ id: 'pcx-ab', requesterVpcId: 'A', accepterVpcId: 'B', status: 'active' }] },
  );
  const routes = origins.flatMap((origin) =>
    routesOf({ '10.1.0.0/16': origin === 'static' ? 'pcx-ab' : 'igw-a' }).map((route) => ({ ...route, origin })),
  );
  const routeTables = known.routeTables.map((table) =>
    table.id === 'rtb-A1' ? { ...table, routes: [...table.routes, ...routes] } : table,
  );
  return { ...known, routeTables };
}

export const natRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/nat/private-to-igw',
    expected: isBlocked(egress(undefined), ask('a', 'internet'), ['nat-a'], 'forward'),
    twin: reaches(egress('54.0.0.5'), 'a', 'internet'),
  },
  {
    id: 'awsdoc/nat/inbound',
    expected: isBlocked(egress('54.0.0.5'), ask('internet', '54.0.0.5'), ['nat-a'], 'forward'),
    twin: reaches(egress('54.0.0.5'), 'internet', '54.0.0.10'),
  },
  {
    id: 'awsdoc/nat/from-tgw',
    expected: reaches(central({ '10.1.0.0/16': 'tgw' }), 'spoke', 'internet'),
    twin: isBlocked(central({}), ask('spoke', 'internet'), ['rtb-Enat'], 'return'),
  },
  {
    id: 'awsdoc/nat/sg-on-nat',
    expected: isRefused(egress('54.0.0.5', [], ['default-a']), 'nat-a', /security group/, ask('a', 'internet')),
    twin: isCreated(egress('54.0.0.5')),
  },
  {
    id: 'awsdoc/nat/ephemeral-nacl',
    expected: isBlocked(egress('54.0.0.5', requests), ask('a', 'internet'), ['acl-public'], 'return'),
    twin: reaches(egress('54.0.0.5', [...requests, 'in allow 0.0.0.0/0 tcp 1024-65535']), 'a', 'internet'),
  },
  {
    id: 'awsdoc/nat/overlap-alb',
    expected: reaches(guide(), 'a', '100.64.1.10'),
    twin: isBlocked(guide({}), ask('a', '100.64.1.10'), ['rtb-Aroutable'], 'forward'),
  },
  {
    id: 'awsdoc/nat/overlap-direct',
    expected: isBlocked(guide(), ask('a', '10.0.1.20'), ['A'], 'forward'),
    twin: reaches(guide(), 'a', 'alb'),
  },
  {
    id: 'awsdoc/nat/whitepaper-100.64',
    expected: reaches(whitepaper(), 'a', '10.0.2.10'),
    twin: isBlocked(whitepaper({}), ask('a', '10.0.2.10'), ['rtb-Aroutable'], 'forward'),
  },
  {
    id: 'awsdoc/rt/static-beats-propagated',
    expected: reaches(twoOrigins('propagated', 'static'), 'a', 'b'),
    twin: isBlocked(twoOrigins('propagated'), ask('a', 'b'), ['rtb-A1'], 'forward'),
  },
];
