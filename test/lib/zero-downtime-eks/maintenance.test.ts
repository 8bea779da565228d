import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fillBlocks } from '../../../lib/docs/blocks';
import { type AddOn, UpgradeImpossibleError, upgradePlan } from '../../../lib/zero-downtime-eks/maintenance';
import { maintenanceBlocks } from '../../../lib/zero-downtime-eks/maintenance-page';
import type { Step } from '../../../lib/zero-downtime-eks/maintenance-steps';
import { policyViolations } from '../../../lib/zero-downtime-eks/version-policy';

const addOn = (name: string, installed: number, ...ranges: readonly (readonly string[])[]): AddOn => ({
  name,
  version: `v${installed}`,
  releases: ranges.map((kubernetes, index) => ({ version: `v${index}`, kubernetes })).reverse(),
});
const dns = addOn('dns', 0, ['1.34', '1.35'], ['1.35', '1.36'], ['1.36', '1.37']);
const current = { kubernetes: '1.35', nodes: '1.35', database: '17.7' };
const auto = { addOns: [dns], nodes: 'auto-mode' } as const;
const outline = (plan: readonly Step[]): readonly string[] =>
  plan.map(({ kind, component, to }) => [kind, component, to].filter((part) => part !== undefined).join(' '));

describe('upgradePlan', () => {
  test('changes nothing where nothing changes', () => {
    expect(upgradePlan(current, current, auto)).toEqual([]);
  });

  test('goes one minor version at a time, an add-on before only where it must, nodes behind', () => {
    expect(outline(upgradePlan(current, { kubernetes: '1.37', database: '17.7' }, auto))).toEqual([
      'check',
      'check',
      'check',
      'check 1.36',
      'add-on dns v1',
      'control-plane control plane 1.36',
      'nodes nodes 1.36',
      'quiet',
      'check 1.37',
      'add-on dns v2',
      'control-plane control plane 1.37',
      'nodes nodes 1.37',
      'quiet',
    ]);
  });

  test('replaces managed nodes once, unless they would be too far behind', () => {
    const nodes = (from: string): readonly string[] =>
      outline(
        upgradePlan(
          { ...current, nodes: from },
          { kubernetes: '1.37', database: '17.7' },
          { addOns: [], nodes: 'managed' },
        ),
      ).filter((line) => line.startsWith('nodes'));
    expect(nodes('1.35')).toEqual(['nodes nodes 1.37']);
    expect(nodes('1.33')).toEqual(['nodes nodes 1.36', 'nodes nodes 1.37']);
  });

  test.each([
    ['17.9', ['backup database', 'database database 17.9', 'quiet']],
    [
      '18.4',
      [
        'check',
        'backup database',
        'password database',
        'database green database 18.4',
        'permission proxy',
        'database database 18.4',
        'password database',
        'template database 18.4',
        'quiet',
      ],
    ],
  ])('takes the database to %s last', (database, expected) => {
    const plan = upgradePlan(current, { kubernetes: '1.36', database }, auto);
    expect(outline(plan).slice(-expected.length)).toEqual(expected);
    expect(outline(upgradePlan(current, { ...current, database }, auto))).toEqual(expected);
  });

  test.each([
    ['an older Kubernetes', current, { kubernetes: '1.34', database: '17.7' }, auto, /older than what is installed/],
    ['an older database', current, { kubernetes: '1.35', database: '17.6' }, auto, /17\.6 is older/],
    ['an older major version', current, { kubernetes: '1.35', database: '16.13' }, auto, /16\.13 is older/],
    ['nodes of the future', { ...current, nodes: '1.36' }, current, auto, /newer than their control plane/],
    ['no version', current, { kubernetes: 'latest', database: '17.7' }, auto, /latest is no version/],
    [
      'another major version',
      current,
      { kubernetes: '2.0', database: '17.7' },
      auto,
      /2\.0 is no version of Kubernetes/,
    ],
    [
      'an add-on that fits one of two versions only',
      current,
      { kubernetes: '1.36', database: '17.7' },
      { addOns: [addOn('dns', 0, ['1.35'], ['1.36'])], nodes: 'managed' } as const,
      /no release of dns works with both 1\.35 and 1\.36/,
    ],
  ])('refuses %s', (_, from, to, components, message) => {
    const plan = (): unknown => upgradePlan(from, to, components);
    expect(plan).toThrow(UpgradeImpossibleError);
    expect(plan).toThrow(message);
  });
});

/** Random clusters, with add-ons whose releases each fit some minor versions in a row. */
const clusters = fc.record({
  minor: fc.integer({ min: 30, max: 40 }),
  lag: fc.integer({ min: 0, max: 3 }),
  distance: fc.integer({ min: 1, max: 6 }),
  breadths: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
  nodes: fc.constantFrom('auto-mode' as const, 'managed' as const),
  database: fc.constantFrom('17.7', '17.8', '18.1', '19.2'),
});

function planned({
  minor,
  lag,
  distance,
  breadths,
  nodes,
  database,
}: typeof clusters extends fc.Arbitrary<infer T> ? T : never) {
  const from = { kubernetes: `1.${minor}`, nodes: `1.${minor - lag}`, database: '17.7' };
  const to = { kubernetes: `1.${minor + distance}`, database };
  const addOns = breadths.map((breadth, index) =>
    addOn(
      `add-on-${index}`,
      0,
      ...Array.from({ length: 10 }, (_, release) =>
        Array.from({ length: breadth }, (_unused, offset) => `1.${minor + release + offset}`),
      ),
    ),
  );
  return { from, to, addOns, plan: () => upgradePlan(from, to, { addOns, nodes }) };
}

describe('a plan', () => {
  test('keeps the policy after every step, or says that there is none', () => {
    fc.assert(
      fc.property(clusters, (cluster) => {
        const { from, to, addOns, plan } = planned(cluster);
        if (cluster.breadths.includes(1)) expect(plan).toThrow(UpgradeImpossibleError);
        else expect(policyViolations(from, to, addOns, plan())).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('without one of the steps that change something breaks it', () => {
    const { from, to, addOns, plan } = planned({
      ...{ minor: 35, lag: 3, distance: 2, breadths: [2], nodes: 'managed', database: '18.1' },
    });
    const steps = plan();
    // Newer add-ons in the end are good to have, and no rule demands them.
    const last = steps.findLastIndex(({ kind }) => kind === 'control-plane');
    const needed = steps.filter(({ kind }, index) => kind !== 'check' && (kind !== 'add-on' || index < last));
    expect(needed.length).toBeGreaterThan(10);
    for (const step of needed) {
      const left = steps.filter((other) => other !== step);
      expect([step.title, policyViolations(from, to, addOns, left)]).not.toEqual([step.title, []]);
    }
  });

  test('with its control plane and nodes the other way round breaks it', () => {
    const { from, to, addOns, plan } = planned({
      ...{ minor: 35, lag: 0, distance: 1, breadths: [], nodes: 'managed', database: '17.7' },
    });
    const steps = [...plan()];
    const [first, second] = [
      steps.findIndex(({ kind }) => kind === 'control-plane'),
      steps.findIndex(({ kind }) => kind === 'nodes'),
    ];
    const swapped = steps.map(
      (step, index) => steps[index === first ? second : index === second ? first : index] ?? step,
    );
    expect(policyViolations(from, to, addOns, swapped)).toContain('nodes of 1.36 with a control plane of 1.35');
  });
});

test('docs/maintenance.md has the steps and commands of the plans', () => {
  const page = readFileSync(join(__dirname, '../../../docs/maintenance.md'), 'utf8');
  expect(page).toBe(fillBlocks(page, maintenanceBlocks()));
});
