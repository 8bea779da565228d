import { InputError } from '../../../../lib/reachability/input-error';
import { chosenStacks } from '../../../../lib/reachability/template/chosen-stacks';
import type { Stack } from '../../../../lib/reachability/template/stack';

const stack = (stackName: string, more: Partial<Stack> = {}): Stack => ({
  ...{ id: stackName, stackName, artifact: stackName, account: '1', region: 'us-east-1' },
  ...{ template: {}, paths: new Map(), dependencies: [] },
  ...more,
});
const output = { Ref: { 'Fn::GetStackOutput': { StackName: 'Base', OutputName: 'Id' } } };
const reader = { Resources: { Rule: { Type: 'AWS::EC2::Route', Properties: output } } };
const top = stack('Base');
const stacks = [
  top,
  stack('Base.Nested', { parent: { stack: top, logicalId: 'Nested' } }),
  stack('Option-Offer', { dependencies: ['Base'] }),
  stack('Option-Answer', { dependencies: ['Option-Offer'] }),
  stack('Reader', { template: reader }),
  stack('a.b'),
  stack('axb'),
];

test.each([
  [['Base'], ['Base', 'Base.Nested']],
  [['Option-Answer'], ['Base', 'Base.Nested', 'Option-Offer', 'Option-Answer']],
  [['Reader'], ['Base', 'Base.Nested', 'Reader']],
  [['Option-*'], ['Base', 'Base.Nested', 'Option-Offer', 'Option-Answer']],
  [['a.b'], ['a.b']],
  [
    ['axb', 'Base', 'Base'],
    ['Base', 'Base.Nested', 'axb'],
  ],
  [['*'], stacks.map(({ id }) => id)],
])('%j are %j', (names, ids) => {
  expect(chosenStacks(stacks, names).map(({ id }) => id)).toEqual(ids);
});

test.each(['base', 'Bas', 'Option', 'Base.Nested', '', '[a'])('no stack is called "%s"', (name) => {
  const choose = () => chosenStacks(stacks, ['Base', name]);
  expect(choose).toThrow(InputError);
  expect(choose).toThrow(`no stack is called ${name}; there is `);
});

test('the message begins with what is called nearly so, and does not name hundreds', () => {
  const many = Array.from({ length: 100 }, (_, index) => stack(`Stack${index}`));
  expect(() => chosenStacks(many, ['Stack9x'])).toThrow(/there is Stack9\d?, ([^,]+, ){4}\S+ and 94 more$/);
});
