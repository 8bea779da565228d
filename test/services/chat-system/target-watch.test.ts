import { watchTarget } from '../../../services/chat-system/target-watch';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Looks so often, and says how often the target was asked for and the drain begun. */
async function watch(answers: readonly (string | undefined | Error)[], looks: number) {
  let asked = 0;
  const onDraining = jest.fn();
  const onFailure = jest.fn();
  const stop = watchTarget({
    state: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked++;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onDraining,
    onFailure,
    every: 1_000,
  });
  await jest.advanceTimersByTimeAsync(1_000 * looks);
  return { asked, drains: onDraining.mock.calls.length, failures: onFailure.mock.calls.length, stop };
}

describe('watchTarget', () => {
  test.each([
    ['a target that is healthy', ['healthy'], { asked: 5, drains: 0, failures: 0 }],
    ['a target that is not known yet', [undefined, 'initial', 'healthy'], { asked: 5, drains: 0, failures: 0 }],
    ['a target that drains, once', ['healthy', 'draining'], { asked: 2, drains: 1, failures: 0 }],
    ['a look that fails, and goes on', [new Error('throttled'), 'draining'], { asked: 2, drains: 1, failures: 1 }],
    // The health check is somebody else's: a server without store must not send everybody away.
    ['a target that is unhealthy', ['unhealthy'], { asked: 5, drains: 0, failures: 0 }],
  ])('sees %s', async (_, answers, expected) => {
    const { stop: _stop, ...seen } = await watch(answers, 5);
    expect(seen).toEqual(expected);
  });

  test('does not ask while it waits for an answer', async () => {
    const state = jest.fn(() => new Promise<string>(() => {}));
    const stop = watchTarget({ state, onDraining: () => {}, onFailure: () => {}, every: 1_000 });
    await jest.advanceTimersByTimeAsync(10_000);
    stop();
    expect(state).toHaveBeenCalledTimes(1);
  });

  test('ends when it is told to', async () => {
    const state = jest.fn(async () => 'healthy');
    watchTarget({ state, onDraining: () => {}, onFailure: () => {}, every: 1_000 })();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(state).not.toHaveBeenCalled();
  });
});
