import { type Advice, advise, type Constraints, ranked } from '../../../lib/connectivity/advice';
import type { Scenario } from '../../../lib/connectivity/option';
import { inTwoAccounts } from '../../../lib/connectivity/two-accounts';
import { connectivity as overlappingCidr } from '../../../lib/overlapping-cidr/connectivity';
import { readAssembly } from '../../../lib/reachability/template/read-assembly';
import { connectivity as vpcConnectivity } from '../../../lib/vpc-connectivity/connectivity';
import { removeAssemblies, synthesized } from './assemblies';

afterAll(removeAssemblies);

const both = [vpcConnectivity, overlappingCidr];
const assemblies = new Map<string, string>();

function advice(constraints: Partial<Constraints>): readonly Advice[] {
  const scenario: Scenario = { overlap: false, accounts: 1, ...constraints };
  const key = `${scenario.overlap} ${scenario.accounts}`;
  const assembly = assemblies.get(key) ?? synthesized(both, scenario);
  assemblies.set(key, assembly);
  const all = { initiator: 'eks', layer: 4, ...scenario, ...constraints } as const;
  return ranked(both.flatMap((connectivity) => advise(assembly, connectivity, all, () => undefined)));
}

const of = (found: readonly Advice[], option: string): Advice => {
  const [advised] = found.filter((one) => one.option === option);
  if (advised === undefined) throw new Error(`no advice on ${option}`);
  return advised;
};

describe('advise', () => {
  test.each<[string, Partial<Constraints>, string]>([
    ['one account, no overlap', { initiator: 'both' }, 'vpc-connectivity/peering'],
    ['two accounts of identical CIDRs', { overlap: true, accounts: 2 }, 'overlapping-cidr/private-link'],
    ['the same for HTTP', { overlap: true, accounts: 2, layer: 7 }, 'overlapping-cidr/lattice'],
    ['the same, both ways', { overlap: true, accounts: 2, initiator: 'both' }, 'overlapping-cidr/transit-gateway-nat'],
  ])('for %s comes first what is cheapest of what works', (_, constraints, option) => {
    expect(advice(constraints)[0]).toMatchObject({ option, works: 'yes', reasons: [] });
  });

  test.each<[string, Partial<Constraints>, string, RegExp]>([
    ['overlapping CIDRs', { overlap: true }, 'vpc-connectivity/peering', /overlapping CIDR blocks/],
    ['a local route that wins', { overlap: true }, 'vpc-connectivity/transit-gateway', /10\.0\./],
    ['one way', { initiator: 'ecs', overlap: true }, 'overlapping-cidr/private-link', /one way/],
    ['a layer too high', { layer: 3 }, 'vpc-connectivity/private-link', /layer 4/],
    ['the price', { budget: 50 }, 'vpc-connectivity/transit-gateway', /USD 73\.00/],
  ])('says no for %s', (_, constraints, option, reason) => {
    const { works, reasons, opened } = of(advice(constraints), option);
    expect({ works, opened }).toEqual({ works: 'no', opened: undefined });
    expect(reasons.join('\n')).toMatch(reason);
  });

  test.each<[string, Partial<Constraints>, string, RegExp]>([
    ['peering', { accounts: 2 }, 'vpc-connectivity/peering', /accepts the peering/],
    ['a transit gateway', { accounts: 2 }, 'vpc-connectivity/transit-gateway', /shared .* by RAM/],
    ['PrivateLink', { accounts: 2 }, 'vpc-connectivity/private-link', /allows the other account/],
    ['a resource endpoint', { accounts: 2, overlap: true }, 'vpc-connectivity/resource-endpoint', /shared .* by RAM/],
    ['Lattice', { accounts: 2, layer: 7 }, 'vpc-connectivity/lattice', /shared .* by RAM/],
  ])('says what the accounts have to agree on for %s', (_, constraints, option, reason) => {
    const { works, reasons } = of(advice(constraints), option);
    expect(works).toBe('agreement');
    expect(reasons.join('\n')).toMatch(reason);
  });

  test('ranks what works before what does not, and the cheaper first', () => {
    const found = advice({ overlap: true, accounts: 2 });
    const works = found.map((one) => ['yes', 'agreement', 'no'].indexOf(one.works));
    expect(works).toEqual([...works].sort());
    const prices = found.filter((one) => one.works === 'yes').map(({ monthly }) => monthly);
    expect(prices.length).toBeGreaterThan(1);
    expect(prices).toEqual([...prices].sort((one, other) => one - other));
  });
});

describe('inTwoAccounts', () => {
  const model = readAssembly(synthesized([vpcConnectivity], { overlap: false, accounts: 1 }));
  const { model: moved } = inTwoAccounts(model);
  const [first, second] = moved.vpcs;

  test('hands over the second VPC with what is in it, and nothing else', () => {
    expect(second?.account).not.toBe(first?.account);
    for (const { vpcId, account } of [...moved.subnets, ...moved.networkInterfaces, ...moved.securityGroups]) {
      expect(account).toBe(vpcId === second?.id ? second.account : first?.account);
    }
  });

  test('leaves a network of one VPC as it is', () => {
    const alone = { ...model, vpcs: model.vpcs.slice(0, 1) };
    expect(inTwoAccounts(alone)).toEqual({ model: alone, agreements: [] });
  });
});
