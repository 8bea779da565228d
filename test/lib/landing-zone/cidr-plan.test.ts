import fc from 'fast-check';
import { type CidrPlanRequest, isPossible, nodesThatFit, planCidrs } from '../../../lib/landing-zone/cidr-plan';
import { covers, overlaps, parseCidr } from '../../../lib/reachability/ipv4';

const ask = (zones: number, tiers: Readonly<Record<string, number>>, more: Partial<CidrPlanRequest> = {}) =>
  planCidrs({
    cidr: '10.10.4.0/22',
    zones,
    tiers: Object.entries(tiers).map(([name, addresses]) => ({ name, addresses })),
    ...more,
  });

test('the largest blocks come first, told by tier, and the rest is told', () => {
  expect(ask(3, { public: 64, private: 256 })).toEqual({
    subnets: [
      { tier: 'public', zone: 1, cidr: '10.10.7.0/26', usable: 59 },
      { tier: 'public', zone: 2, cidr: '10.10.7.64/26', usable: 59 },
      { tier: 'public', zone: 3, cidr: '10.10.7.128/26', usable: 59 },
      { tier: 'private', zone: 1, cidr: '10.10.4.0/24', usable: 251 },
      { tier: 'private', zone: 2, cidr: '10.10.5.0/24', usable: 251 },
      { tier: 'private', zone: 3, cidr: '10.10.6.0/24', usable: 251 },
    ],
    free: ['10.10.7.192/26'],
    fitsAnotherZone: false,
  });
});

test('a /22 cut in two halves has no room for the second zone', () => {
  expect(ask(2, { public: 512, private: 512 })).toEqual({
    reasons: ['2 zones × (512 + 512) = 2,048 addresses, and 10.10.4.0/22 has 1,024'],
    instead: {
      cidr: '10.10.4.0/22',
      zones: 2,
      tiers: [
        { name: 'public', addresses: 256 },
        { name: 'private', addresses: 256 },
      ],
    },
  });
  expect(ask(1, { public: 512, private: 512 })).toMatchObject({
    reasons: ['EKS needs subnets in 2 Availability Zones at least, and the plan has 1'],
    instead: { zones: 2 },
  });
  expect(isPossible(ask(1, { public: 512, private: 512 }, { eks: false }))).toBe(true);
});

test.each<[string, CidrPlanRequest['cidr'], number, RegExp]>([
  ['a VPC that is too large', '10.0.0.0/15', 16, /a VPC is a \/16 to a \/28/],
  ['a VPC that is too small', '10.0.0.0/29', 16, /a VPC is a \/16 to a \/28/],
  ['a subnet that is too large', '10.0.0.0/16', 65_537, /a subnet has 65,536 addresses at most/],
  ['no room at all', '10.0.0.0/28', 16, /2 zones × 16 = 32 addresses/],
])('%s is impossible, and said why', (_, cidr, addresses, reason) => {
  const plan = ask(2, { private: addresses }, { cidr });
  expect(isPossible(plan) ? [] : plan.reasons.join()).toMatch(reason);
});

test('what AWS would not make smaller is not made smaller', () => {
  expect(ask(2, { private: 16 }, { cidr: '10.0.0.0/28' })).not.toHaveProperty('instead');
  expect(ask(2, { private: 5 })).toMatchObject({ subnets: [{ cidr: '10.10.4.0/28', usable: 11 }, {}] });
});

test('every pod takes an address besides that of its node', () => {
  const subnet = { tier: 'private', zone: 1, cidr: '10.10.4.0/24', usable: 251 };
  expect([29, 110, 250, 251].map((pods) => nodesThatFit(subnet, pods))).toEqual([8, 2, 1, 0]);
});

const requests = fc.record({
  cidr: fc
    .tuple(fc.nat(255), fc.integer({ min: 16, max: 28 }))
    .map(([octet, length]) => `10.${octet}.${octet}.${octet}/${length}`),
  zones: fc.integer({ min: 1, max: 6 }),
  tiers: fc
    .array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 5 })
    .map((sizes) => sizes.map((addresses, index) => ({ name: `tier-${index}`, addresses }))),
  eks: fc.boolean(),
});

test('a plan fills the VPC without an overlap, and is found where one exists', () => {
  fc.assert(
    fc.property(requests, (request) => {
      const plan = planCidrs(request);
      const vpc = parseCidr(request.cidr);
      const size = vpc.last - vpc.first + 1;
      const blocks = request.tiers.map(({ addresses }) => {
        let block = 16;
        while (block < addresses) block *= 2;
        return block;
      });
      const wanted = request.zones * blocks.reduce((total, block) => total + block, 0);
      expect(isPossible(plan)).toBe(wanted <= size && (!request.eks || request.zones > 1));
      if (!isPossible(plan)) {
        expect(plan.reasons.length).toBeGreaterThan(0);
        if (plan.instead) expect(isPossible(planCidrs(plan.instead))).toBe(true);
        return;
      }
      const ranges = [...plan.subnets.map(({ cidr }) => cidr), ...plan.free].map(parseCidr);
      expect(ranges.every((range) => covers(vpc, range))).toBe(true);
      expect(ranges.some((range, index) => ranges.slice(0, index).some((other) => overlaps(range, other)))).toBe(false);
      expect(ranges.reduce((total, { first, last }) => total + last - first + 1, 0)).toBe(size);
      for (const { tier, usable } of plan.subnets) {
        const asked = request.tiers.find(({ name }) => name === tier)?.addresses ?? Infinity;
        expect(usable + 5).toBeGreaterThanOrEqual(asked);
      }
      const wider = planCidrs({ ...request, zones: request.zones + 1 });
      expect(plan.fitsAnotherZone).toBe(isPossible(wider));
    }),
  );
});
