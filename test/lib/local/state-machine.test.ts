import { type Definition, type EvaluateWith, execute, type State } from '../../../lib/local/state-machine';
import { VirtualClock } from '../../../lib/local/virtual-clock';

const run = async (States: Readonly<Record<string, State>>, input: unknown = {}) => {
  const clock = new VirtualClock();
  const definition: Definition = { QueryLanguage: 'JSONata', StartAt: 'first', States };
  let ended: { readonly output: unknown } | { readonly error: unknown } | undefined;
  const start = clock.now();
  const tasks = {
    echo: (value: unknown) => Promise.resolve({ got: value }),
    fail: () => Promise.reject(Object.assign(new Error('no'), { name: 'Service.Refused' })),
  };
  const map = async (_state: State, evaluateWith: EvaluateWith) =>
    evaluateWith('{% [$kept, $states.context.Map.Item.Index] %}', { Map: { Item: { Index: 7 } } });
  execute(definition, input, { clock, tasks, map }).then(
    (output) => {
      ended = { output };
    },
    (error: unknown) => {
      ended = { error };
    },
  );
  await clock.run(() => ended !== undefined);
  return { ...ended, took: clock.now() - start };
};
const done: State = { Type: 'Succeed' };
const failed: State = { Type: 'Fail', Error: 'Gone', Cause: 'for good' };
const echo = (more: Partial<State> = {}): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::echo',
  Next: 'done',
  ...more,
});

test('hands results on, as output and as variables', async () => {
  const first = echo({
    Arguments: { a: '{% $states.input.a %}' },
    Assign: { kept: '{% $states.result.got.a %}' },
    Next: 'map',
  });
  const { output } = (await run({ first, map: { Type: 'Map', Next: 'done' }, done }, { a: 1 })) as { output: unknown };
  expect(output).toEqual([1, 7]);
  const shaped = echo({ Arguments: 1, Output: { b: '{% $states.result.got %}', c: '{% $states.input.a %}' } });
  expect(await run({ first: shaped, done }, { a: 2 })).toMatchObject({ output: { b: 1, c: 2 } });
});

test.each<[string, unknown, object]>([
  ['the first choice that is true', { a: 1 }, { output: { a: 1 } }],
  ['the default', { a: 2 }, { error: expect.objectContaining({ error: 'Gone', cause: 'for good' }) }],
])('takes %s', async (_, input, expected) => {
  const Choices = [{ Condition: '{% $states.input.a = 1 %}', Next: 'done' }];
  expect(await run({ first: { Type: 'Choice', Choices, Default: 'failed' }, done, failed }, input)).toMatchObject(
    expected,
  );
});

test.each<[string, State, string]>([
  ['an error that nobody catches', echo({ Resource: 'arn:aws:states:::fail' }), 'Service.Refused: no'],
  [
    'another one that is caught',
    echo({ Resource: 'arn:aws:states:::fail', Catch: [{ ErrorEquals: ['Service.Other'], Next: 'done' }] }),
    'Service.Refused: no',
  ],
  [
    'one that is caught',
    echo({ Resource: 'arn:aws:states:::fail', Catch: [{ ErrorEquals: ['Service.Refused'], Next: 'failed' }] }),
    'Gone: for good',
  ],
  ['an expression without a value', echo({ Arguments: '{% $states.input.none %}' }), 'States.QueryEvaluationError'],
  [
    'a condition that is none',
    { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'done' }] },
    'neither true nor false',
  ],
  ['no choice', { Type: 'Choice', Choices: [] }, 'States.NoChoiceMatched'],
  ['a time that is none', { Type: 'Wait', Timestamp: 'soon', Next: 'done' }, 'no time'],
])('fails with %s', async (_, first, message) => {
  const { error } = (await run({ first, done, failed })) as { error: Error };
  expect(String(error)).toContain(message);
});

test('waits by the clock', async () => {
  const Timestamp = '{% $states.input.at %}';
  const at = new Date(new VirtualClock().now() + 90_000).toISOString();
  expect(await run({ first: { Type: 'Wait', Timestamp, Next: 'done' }, done }, { at })).toMatchObject({ took: 90_000 });
});
