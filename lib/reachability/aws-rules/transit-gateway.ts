import { ask, isBlocked, isCreated, isRefused, type RuleCase, reaches } from './rule-case';
import { acl, attachment, host, subnet, through, topology, transitGateway, vpc } from './topology';

const everything = ['in allow 0.0.0.0/0', 'out allow 0.0.0.0/0'];

/** A 10.0.0.0/16 and B 10.1.0.0/16, attached in subnets of their own unless `shared`; an ACL has the entries in front. */
function joined(entries: Partial<Record<'A1' | 'B1' | 'Atgw' | 'Btgw', readonly string[]>>, shared = false) {
  const place = (id: keyof typeof entries, vpcId: string, cidr: string, other: string) => [
    subnet(id, vpcId, cidr, { routes: { [other]: 'tgw' }, acl: `acl-${id}` }),
    acl(`acl-${id}`, vpcId, ...(entries[id] ?? []), ...everything),
  ];
  return topology(
    vpc('A', '10.0.0.0/16'),
    vpc('B', '10.1.0.0/16'),
    ...place('A1', 'A', '10.0.1.0/24', '10.1.0.0/16'),
    ...place('B1', 'B', '10.1.1.0/24', '10.0.0.0/16'),
    ...place('Atgw', 'A', '10.0.9.0/28', '10.1.0.0/16'),
    ...place('Btgw', 'B', '10.1.9.0/28', '10.0.0.0/16'),
    host('a', ['A', 'A1', '10.0.1.10']),
    host('b', ['B', 'B1', '10.1.1.10']),
    transitGateway([through('10.0.0.0/16', 'att-a'), through('10.1.0.0/16', 'att-b')]),
    attachment('att-a', 'A', [shared ? 'A1' : 'Atgw']),
    attachment('att-b', 'B', [shared ? 'B1' : 'Btgw']),
  );
}

/** Whether host c of the zone without or with an attachment and host b of another VPC. */
function zones(attached: readonly string[]) {
  return topology(
    vpc('A', '10.0.0.0/16'),
    vpc('B', '10.1.0.0/16'),
    ...['a', 'b', 'c'].map((zone, index) =>
      subnet(`A${zone}`, 'A', `10.0.${index}.0/24`, { routes: { '10.1.0.0/16': 'tgw' }, zone: `use1-az${zone}` }),
    ),
    subnet('B1', 'B', '10.1.1.0/24', { routes: { '10.0.0.0/16': 'tgw' }, zone: 'use1-aza' }),
    host('c', ['A', 'Ac', '10.0.2.10']),
    host('b', ['B', 'B1', '10.1.1.10']),
    transitGateway([through('10.0.0.0/16', 'att-a'), through('10.1.0.0/16', 'att-b')]),
    attachment('att-a', 'A', attached),
    attachment('att-b', 'B', ['B1']),
  );
}

/** A and B are both 10.0.0.0/16 and both propagate; C is 10.2.0.0/16. */
const propagated = topology(
  ...['A', 'B'].flatMap((id) => [
    vpc(id, '10.0.0.0/16'),
    subnet(`${id}1`, id, '10.0.1.0/24', { routes: { '10.2.0.0/16': 'tgw' } }),
    host(id.toLowerCase(), [id, `${id}1`, id === 'A' ? '10.0.1.10' : '10.0.1.20']),
    attachment(`att-${id.toLowerCase()}`, id, [`${id}1`]),
  ]),
  vpc('C', '10.2.0.0/16'),
  subnet('C1', 'C', '10.2.1.0/24', { routes: { '10.0.0.0/16': 'tgw' } }),
  host('c', ['C', 'C1', '10.2.1.10']),
  attachment('att-c', 'C', ['C1']),
  transitGateway([through('10.0.0.0/16', 'att-a'), through('10.0.0.0/16', 'att-b'), through('10.2.0.0/16', 'att-c')]),
);

function blackholed(withBlackhole: boolean) {
  const model = joined({});
  const transitGatewayRouteTables = model.transitGatewayRouteTables.map((table) => ({
    ...table,
    routes: [...table.routes, ...(withBlackhole ? [through('10.1.0.0/16', undefined, 'static')] : [])],
  }));
  return { ...model, transitGatewayRouteTables };
}

/** A and B are both 10.0.0.0/16; the attachments translate them. */
function translated(a: readonly (readonly [string, string])[], b: readonly (readonly [string, string])[]) {
  const rules = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([matchSourceCidr, natCidr]) => ({ matchSourceCidr, natCidr }));
  return topology(
    ...['A', 'B'].flatMap((id) => [
      vpc(id, '10.0.0.0/16'),
      subnet(`${id}1`, id, '10.0.1.0/24', { routes: { '100.64.0.0/10': 'tgw' } }),
      host(id.toLowerCase(), [id, `${id}1`, '10.0.1.10']),
    ]),
    attachment('att-a', 'A', ['A1'], rules(a)),
    attachment('att-b', 'B', ['B1'], rules(b)),
    transitGateway([through('100.65.0.0/16', 'att-a', 'static'), through('100.66.0.0/16', 'att-b', 'static')]),
  );
}
const toA = ['10.0.0.0/16', '100.65.0.0/16'] as const;
const toB = ['10.0.0.0/16', '100.66.0.0/16'] as const;
/** Nothing routes it back to A. */
const elsewhere = ['10.0.0.0/16', '100.67.0.0/16'] as const;

const denied = (
  id: string,
  entries: Parameters<typeof joined>[0],
  blockedBy: string,
  shared = false,
  twinEntries: Parameters<typeof joined>[0] = {},
): RuleCase => ({
  id: `awsdoc/tgw-nacl/${id}`,
  expected: isBlocked(joined(entries, shared), ask('a', 'b'), [blockedBy], 'forward'),
  twin: reaches(joined(twinEntries, shared), 'a', 'b'),
});

export const transitGatewayRules: readonly RuleCase[] = [
  {
    id: 'awsdoc/tgw/overlap-propagation',
    expected: isBlocked(propagated, ask('c', 'b'), ['tgw-rtb'], 'forward'),
    twin: reaches(propagated, 'c', 'a'),
  },
  {
    id: 'awsdoc/tgw/az-without-attachment',
    expected: isBlocked(zones(['Aa', 'Ab']), ask('c', 'b'), ['att-a'], 'forward'),
    twin: reaches(zones(['Aa', 'Ab', 'Ac']), 'c', 'b'),
  },
  {
    id: 'awsdoc/tgw/az-inbound-ok',
    expected: isBlocked(zones(['Aa', 'Ab']), ask('b', 'c', 'udp', 53), ['att-a'], 'return'),
    twin: reaches(zones(['Aa', 'Ab', 'Ac']), 'b', 'c', 'udp', 53),
  },
  denied('same-subnet/instance-out-deny', { A1: ['out deny 10.1.0.0/16'] }, 'acl-A1', true),
  denied('same-subnet/instance-in-deny-own-src', { A1: ['in deny 10.0.1.0/24'] }, 'acl-A1', true),
  {
    id: 'awsdoc/tgw-nacl/same-subnet/tgw-to-instance-deny',
    expected: reaches(joined({ B1: ['in deny 10.0.0.0/16', 'out deny 10.1.0.0/16'] }, true), 'a', 'b'),
    twin: isBlocked(joined({ B1: ['in deny 10.0.0.0/16'] }), ask('a', 'b'), ['acl-B1'], 'forward'),
  },
  denied('diff-subnet/instance-subnet-out-deny', { A1: ['out deny 10.1.0.0/16'] }, 'acl-A1'),
  denied('diff-subnet/tgw-subnet-in-deny-src', { Atgw: ['in deny 10.0.1.0/24'] }, 'acl-Atgw'),
  {
    id: 'awsdoc/tgw-nacl/diff-subnet/tgw-subnet-out-deny (source VPC)',
    expected: reaches(joined({ Atgw: ['out deny 10.1.0.0/16'] }), 'a', 'b'),
    twin: isBlocked(joined({ Atgw: ['out deny 10.0.1.0/24'] }), ask('a', 'b'), ['acl-Atgw'], 'return'),
  },
  denied('diff-subnet/tgw-subnet-out-deny (dest VPC)', { Btgw: ['out deny 10.1.1.0/24'] }, 'acl-Btgw'),
  {
    id: 'awsdoc/tgw-nacl/diff-subnet/tgw-subnet-in-deny (dest VPC, remote src)',
    expected: reaches(joined({ Btgw: ['in deny 10.0.0.0/16'] }), 'a', 'b'),
    twin: isBlocked(joined({ Btgw: ['in deny 10.1.1.0/24'] }), ask('a', 'b'), ['acl-Btgw'], 'return'),
  },
  {
    id: 'awsdoc/tgw/static-blackhole',
    expected: isBlocked(blackholed(true), ask('a', 'b'), ['tgw-rtb'], 'forward'),
    twin: reaches(blackholed(false), 'a', 'b'),
  },
  {
    id: 'awsdoc/tgwnat/prefix-mismatch',
    expected: isRefused(
      translated([['10.0.0.0/16', '100.65.0.0/17']], [toB]),
      'att-a',
      /prefix lengths/,
      ask('a', '100.66.1.10'),
    ),
    twin: isCreated(translated([toA], [])),
  },
  {
    id: 'awsdoc/tgwnat/public-natcidr',
    expected: isRefused(translated([['10.0.1.0/24', '203.0.113.0/24']], []), 'att-a', /neither RFC 1918 nor RFC 6598/),
    twin: isCreated(translated([['10.0.1.0/24', '192.168.113.0/24']], [])),
  },
  {
    id: 'awsdoc/tgwnat/overlapping-rules',
    expected: isRefused(
      translated([toA, ['10.0.1.0/24', '100.67.1.0/24']], []),
      'att-a',
      /10\.0\.1\.0\/24 overlaps 10\.0\.0\.0\/16/,
    ),
    twin: isCreated(translated([toA, ['10.1.1.0/24', '100.67.1.0/24']], [])),
  },
  {
    id: 'awsdoc/tgwnat/two-way',
    expected: reaches(translated([toA], [toB]), 'a', '100.66.1.10'),
    twin: isBlocked(translated([elsewhere], [toB]), ask('a', '100.66.1.10'), ['tgw-rtb'], 'return'),
  },
];
