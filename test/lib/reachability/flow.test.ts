import fc from 'fast-check';
import { type Flow, fold, grouper, namer } from '../../../lib/reachability/flow';
import { balanced } from './two-vpcs';

const flow: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    fc.constantFrom('x', 'y'),
    fc.nat(12),
    fc.nat(3),
  )
  .map(([sources, destination, from, more]) => ({
    sources,
    destination,
    protocol: 'tcp',
    ports: { from: from + 1, to: from + 1 + more },
  }));

const points = (flows: readonly Flow[]) =>
  flows.flatMap(({ sources, destination, ports }) =>
    sources.flatMap((source) =>
      Array.from(
        { length: (ports?.to ?? 0) - (ports?.from ?? 0) + 1 },
        (_, index) => `${source} ${destination} ${(ports?.from ?? 0) + index}`,
      ),
    ),
  );

describe('fold', () => {
  test('says the same and says nothing twice', () => {
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 12 }), (flows) => {
        const folded = points(fold(flows));
        expect(new Set(folded)).toEqual(new Set(points(flows)));
        expect(new Set(folded).size).toBe(folded.length);
      }),
    );
  });

  test('joins neighbouring ports and equal ranges, and keeps protocols apart', () => {
    const one = { sources: ['a'], destination: 'x', protocol: 'tcp', ports: { from: 1, to: 5 } } as const;
    const next = { ...one, ports: { from: 6, to: 9 } };
    const other = { ...one, sources: ['b'], ports: { from: 1, to: 9 } };
    const icmp = { sources: ['a'], destination: 'x', protocol: 'icmp' } as const;
    expect(fold([next, one, other, icmp, icmp])).toEqual([{ ...other, sources: ['a', 'b'] }, icmp]);
  });
});

test('a component is called by its name, an interface else by its owner, and anything else by its id', () => {
  const named = { ...balanced, loadBalancers: balanced.loadBalancers.map((one) => ({ ...one, name: 'front' })) };
  expect(['eni-one', 'eni-balancer', 'balancer', 'vpc-a'].map(namer(named))).toEqual([
    'one',
    'front',
    'front',
    'vpc-a',
  ]);
});

test('interfaces of one owner are called by it where all of them are meant', () => {
  const owner = { kind: 'ecs-service', id: 'service' } as const;
  const networkInterfaces = balanced.networkInterfaces.map((one) =>
    one.securityGroupIds.includes('sg-client') ? { ...one, owner } : one,
  );
  const together = grouper({ ...balanced, networkInterfaces });
  expect(together(['eni-server', 'eni-two', 'eni-one'])).toEqual(['ecs-service service', 'server']);
  expect(together(['eni-one', 'internet'])).toEqual(['internet', 'one']);
});

test('interfaces of one owner are called by what their paths have in common', () => {
  const owner = { kind: 'ecs-service', id: 'service' } as const;
  const [first, second, ...rest] = balanced.networkInterfaces;
  if (!first || !second) throw new Error('no interfaces');
  const called = (...[one, other]: readonly string[]) => {
    const networkInterfaces = [{ ...first, owner, name: one ?? '' }, { ...second, owner, name: other ?? '' }, ...rest];
    return grouper({ ...balanced, networkInterfaces })([first.id, second.id]);
  };
  expect(called('App/Service/Subnet1', 'App/Service/Subnet2')).toEqual(['App/Service']);
  expect(called('web', 'db')).toEqual(['ecs-service service']);
});
