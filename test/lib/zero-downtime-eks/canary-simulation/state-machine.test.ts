import {
  ApiError,
  type Definition,
  execute,
  UnknownStateError,
} from '../../../../lib/zero-downtime-eks/canary-simulation/state-machine';

const task = { Type: 'Task', Resource: 'call', Next: 'End' } as const;
const definition = (states: Definition['States']): Definition => ({
  StartAt: 'Start',
  States: { End: { Type: 'Succeed' }, Caught: { Type: 'Fail' }, ...states },
});
const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2, MaxDelaySeconds: 5 }];
const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

function run(states: Definition['States'], failures = 0, answer: unknown = {}) {
  let [seconds, calls] = [0, 0];
  const call = (): unknown => {
    calls += 1;
    if (calls <= failures) throw new ApiError('Throttling');
    return answer;
  };
  const { status, path } = execute(definition(states), call, (more) => {
    seconds += more;
  });
  return { status, path: path.join(' '), seconds, calls };
}

describe('execute', () => {
  test.each([
    ['a call', { Start: task }, 0, { status: 'SUCCEEDED', path: 'Start End', seconds: 0, calls: 1 }],
    [
      'a wait',
      { Start: { Type: 'Wait', Seconds: 60, Next: 'End' } },
      0,
      { status: 'SUCCEEDED', path: 'Start End', seconds: 60, calls: 0 },
    ],
    [
      'a retry',
      { Start: { ...task, Retry: retry } },
      2,
      { status: 'SUCCEEDED', path: 'Start End', seconds: 6, calls: 3 },
    ],
    [
      'retries that do not suffice',
      { Start: { ...task, Retry: retry } },
      9,
      { status: 'FAILED', path: 'Start', seconds: 11, calls: 4 },
    ],
    [
      'a catch',
      { Start: { ...task, Catch: caught } },
      1,
      { status: 'FAILED', path: 'Start Caught', seconds: 0, calls: 1 },
    ],
    [
      'a retry before a catch',
      { Start: { ...task, Retry: retry, Catch: caught } },
      3,
      { status: 'SUCCEEDED', path: 'Start End', seconds: 11, calls: 4 },
    ],
    ['no catch', { Start: task }, 1, { status: 'FAILED', path: 'Start', seconds: 0, calls: 1 }],
  ])('%s', (_, states, failures, expected) => {
    expect(run(states, failures)).toEqual(expected);
  });

  const choice = {
    Start: { ...task, Next: 'Choose' },
    Choose: {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input.a[0].b = 'OK' %}", Next: 'End' }],
      Default: 'Caught',
    },
  };
  test.each([
    ['what is asked for', { a: [{ b: 'OK' }] }, 'SUCCEEDED'],
    ['something else', { a: [{ b: 'ALARM' }] }, 'FAILED'],
    ['nothing', { a: [] }, 'FAILED'],
    ['another form', null, 'FAILED'],
  ])('a choice by %s', (_, answer, status) => {
    expect(run(choice, 0, answer).status).toBe(status);
  });

  test.each([
    ['a kind of state', { Start: { Type: 'Map', Next: 'End' } }],
    ['a field', { Start: { ...task, Assign: {} } }],
    ['an expression', { Start: { ...task, Arguments: { a: '{% $now() %}' } } }],
    ['a condition', { Start: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'End' }] } }],
    ['a state that is not there', { Start: { ...task, Next: 'Nowhere' } }],
  ])('does not guess %s', (_, states) => {
    expect(() => run(states as Definition['States'])).toThrow(UnknownStateError);
  });

  test('knows no timeout of the whole, as it would run no Catch', () => {
    const timed = { ...definition({ Start: task }), TimeoutSeconds: 60 };
    expect(() =>
      execute(
        timed,
        () => ({}),
        () => undefined,
      ),
    ).toThrow(UnknownStateError);
  });
});
