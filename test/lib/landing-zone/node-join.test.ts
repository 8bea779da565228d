import { BREAKS, type Break } from '../../../lib/landing-zone/node-join/breaks';
import { missingForNodes } from '../../../lib/landing-zone/node-join/checklist';
import { ATTEMPTS } from '../../../lib/landing-zone/node-join/story';
import { InputError } from '../../../lib/reachability/input-error';
import type { Stack } from '../../../lib/reachability/template/stack';
import { allVariants } from './variants';

const today = new Date('2026-11-21T00:00:00Z');
const [usual, endpoints] = allVariants();
const stackOf = ({ egress }: Break): Stack => {
  const [stack] = (egress === 'nat' ? usual : endpoints)?.stacks ?? [];
  if (!stack) throw new Error('there is no stack');
  return stack;
};

test.each(BREAKS.map((each) => [`${each.what}, ${each.egress}`, each] as const))(
  'without %s it names that',
  (_, each) => {
    const missing = missingForNodes([each.apply(stackOf(each))], today);
    expect(missing.length).toBeGreaterThan(0);
    for (const one of missing) {
      expect(one).toMatchObject({ piece: each.piece, component: `LandingZone/${each.component}` });
      expect(one.link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/eks\//);
    }
  },
);

test('of the stuck node group it names the route, whatever the role, and of the one that eksctl makes the version', () => {
  const causes = ATTEMPTS.map(({ stack, today: then }) =>
    missingForNodes([stack], then).map(({ component, reason }) => `${component}: ${reason}`),
  );
  expect(causes).toEqual([
    ['First/PrivateRoutes: no route to 8.8.8.8'],
    ['OtherRole/PrivateRoutes: no route to 8.8.8.8'],
    ['Eksctl/Cluster: Kubernetes 1.29 has left extended support, and no cluster is created with it'],
  ]);
});

test.each([
  ['2026-03-22', []],
  ['2026-03-24', ['Kubernetes version']],
])('a cluster of 1.29 is created until its extended support ends: %s', (day, pieces) => {
  const [, , eksctl] = ATTEMPTS;
  const missing = missingForNodes(
    [eksctl?.stack].flatMap((stack) => stack ?? []),
    new Date(day),
  );
  expect(missing.map(({ piece }) => piece)).toEqual(pieces);
});

test('it does not judge what is not there', () => {
  expect(() => missingForNodes([], today)).toThrow(InputError);
});
