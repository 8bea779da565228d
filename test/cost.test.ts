import { createApp } from '../lib/app';
import { idleCost, type PriceList, readPriceList, UnknownPriceError } from '../lib/cost';
import { exercises } from '../lib/exercises';
import { sandboxConfig } from '../sandbox.config';
import { fullConfig } from './configs';

const plain = { resourceType: 'E', unit: 'e', unitsPerResource: 1, freeUnits: 0, source: 'https://example.com' };
const prices: PriceList = {
  date: '2026-01-01',
  region: 'us-east-1',
  currency: 'USD',
  prices: [
    { resourceType: 'A', unit: 'a', unitsPerResource: 2, price: 0.25, freeUnits: 3, source: 'https://example.com' },
    { resourceType: 'B', unit: 'b', unitsPerResource: 1, price: 1, freeUnits: 0, source: 'https://example.com' },
    {
      resourceType: 'E',
      where: { Kind: 'paid' },
      times: 'SubnetIds',
      unit: 'e',
      unitsPerResource: 10,
      price: 0.5,
      freeUnits: 0,
      source: 'https://example.com',
    },
    {
      resourceType: 'E',
      where: { Kind: 'tasks' },
      times: 'DesiredCount',
      unit: 'e',
      unitsPerResource: 1,
      price: 3,
      freeUnits: 0,
      source: 'https://example.com',
    },
    {
      resourceType: 'E',
      where: { 'Compute.Enabled': true },
      times: 'Compute.Zones.*.Name',
      timesOtherwise: 2,
      unit: 'e',
      unitsPerResource: 1,
      price: 7,
      freeUnits: 0,
      source: 'https://example.com',
    },
    { ...plain, where: { Kind: 'plain', Extra: null }, price: 4 },
    { ...plain, where: { Kind: 'plain', Extra: 1 }, price: 5 },
  ],
  free: ['C'],
};
const template = (...types: readonly string[]) => ({
  Resources: Object.fromEntries(types.map((Type, index) => [`Resource${index}`, { Type }])),
});

describe('idleCost', () => {
  test.each([
    ['nothing', [], 0],
    ['what is free', ['C'], 0],
    ['what stays within the free units', ['A'], 0],
    ['what exceeds them', ['A', 'A', 'A'], 0.75],
    ['several types', ['A', 'A', 'B', 'C'], 1.25],
  ])('prices %s', (_, types, monthly) => {
    expect(idleCost(template(...types), prices).monthly).toBe(monthly);
  });

  test.each([
    ['the length of a list', { Kind: 'paid', SubnetIds: ['a', { Ref: 'b' }] }, 10],
    ['a number', { Kind: 'tasks', DesiredCount: 2 }, 6],
    ['what a path leads to', { Compute: { Enabled: true, Zones: [{ Name: 'a' }, {}, { Name: 'c' }, 'd'] } }, 14],
    ['what stands for a path to nowhere', { Compute: { Enabled: true } }, 14],
    ['one, of what lacks a property', { Kind: 'plain' }, 4],
    ['one, of what has it', { Kind: 'plain', Extra: 1 }, 5],
  ])('multiplies by %s', (_, Properties, monthly) => {
    expect(idleCost({ Resources: { E: { Type: 'E', Properties } } }, prices).monthly).toBe(monthly);
  });

  test.each([
    ['of a kind that nobody has priced', { Kind: 'new' }],
    ['without a kind', {}],
    ['without what multiplies its price', { Kind: 'tasks' }],
    ['whose path leads elsewhere', { Compute: 'Enabled' }],
  ])('throws on a resource %s', (_, Properties) => {
    expect(() => idleCost({ Resources: { E: { Type: 'E', Properties } } }, prices)).toThrow(UnknownPriceError);
  });

  test('throws on a type that nobody has priced', () => {
    expect(() => idleCost(template('A', 'D', 'F'), prices)).toThrow(
      new UnknownPriceError('docs/cost.json has no price for D, F'),
    );
  });
});

describe('docs/cost.json', () => {
  test.each([
    ['three queues', {}, 0.39],
    ['three streams', { StartingPosition: 'TRIM_HORIZON' }, 0],
  ])('prices the polling of %s', (_, Properties, monthly) => {
    const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties };
    expect(idleCost({ Resources: { a: mapping, b: mapping, c: mapping } }).monthly).toBe(monthly);
  });

  test('is dated and names its sources', () => {
    const { date, prices: checkedIn } = readPriceList();
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(checkedIn.filter(({ source }) => !source.startsWith('https://aws.amazon.com/'))).toEqual([]);
  });
});

describe.each([
  ['as it is checked in', sandboxConfig],
  ['with everything switched on', fullConfig],
])('the app %s', (_, config) => {
  const stacks = createApp(config).synth().stacks;

  test.each(exercises.map((exercise) => [exercise.id, exercise] as const))(
    '%s keeps to its budget',
    (_id, exercise) => {
      const prefix = exercise.id.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
      const own = stacks.filter(({ stackName }) => stackName.startsWith(prefix));
      expect(own.length).toBeGreaterThan(0);
      const monthly = own.reduce((sum, stack) => sum + idleCost(stack.template).monthly, 0);
      expect(monthly).toBeGreaterThan(0);
      expect(monthly).toBeLessThanOrEqual(exercise.monthlyIdleBudget);
    },
  );
});
