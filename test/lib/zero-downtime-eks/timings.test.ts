import { checked, inequalities, TimingsError, violations } from '../../../lib/zero-downtime-eks/timing-rules';
import { PROBES, TIMINGS, type Timings } from '../../../lib/zero-downtime-eks/timings';
import { parsePaymentRequest } from '../../../services/zero-downtime-eks/payment-request';

test('those of the answer fit', () => {
  expect(violations(TIMINGS)).toEqual([]);
  expect(checked(TIMINGS)).toBe(TIMINGS);
});

/** One for each inequality, in their order. */
const wrong: readonly (readonly [Partial<Timings>, string])[] = [
  [{ keepAlive: 60 }, 'keepAlive (60 s) > idleTimeout (60 s)'],
  [{ idleTimeout: 30 }, 'idleTimeout (30 s) > longestRequest (30 s)'],
  [{ preStop: 29 }, 'preStop (29 s) >= propagation (30 s)'],
  [{ drain: 30 }, 'drain (30 s) > longestRequest (30 s)'],
  [{ grace: 80 }, 'grace (80 s) > preStop + drain (80 s)'],
  [{ deregistrationDelay: 30 }, 'deregistrationDelay (30 s) > longestRequest (30 s)'],
  [{ deregistrationDelay: 61 }, 'grace (90 s) >= propagation + deregistrationDelay (91 s)'],
  [{ spotNotice: 90 }, 'spotNotice (90 s) > grace (90 s)'],
  [{ nodeTermination: 90 }, 'nodeTermination (90 s) > grace (90 s)'],
  [{ minReady: 9 }, 'minReady (9 s) >= healthCheckInterval x unhealthyThreshold (10 s)'],
  [{ healthCheckTimeout: 5 }, 'healthCheckInterval (5 s) > healthCheckTimeout (5 s)'],
  [{ startupBudget: 30 }, 'startupBudget (30 s) > longestStart (30 s)'],
  [{ livenessBudget: 10 }, 'livenessBudget (10 s) > readinessBudget (10 s)'],
  [{ progressDeadline: 115 }, 'progressDeadline (115 s) > startupBudget + registration + minReady (115 s)'],
];

test('every inequality has a counterexample', () => {
  expect(wrong.length).toBe(inequalities.length);
});

test.each(wrong)('%j does not fit, and both values are told', (change, told) => {
  const timings = { ...TIMINGS, ...change };
  expect(violations(timings).map((line) => line.split(' does not hold')[0])).toContainEqual(told);
  expect(() => checked(timings)).toThrow(TimingsError);
});

test('several are told together', () => {
  expect(() => checked({ ...TIMINGS, keepAlive: 5, grace: 30 })).toThrow(/keepAlive.+\ngrace/);
});

test('a probe has answered before it is asked again', () => {
  for (const { period, timeout } of Object.values(PROBES)) expect(timeout).toBeLessThanOrEqual(period);
});

test('the longest request is the longest that the server takes', () => {
  const request = (processingMilliseconds: number) =>
    parsePaymentRequest('key', JSON.stringify({ amountMinor: 1, currency: 'EUR', processingMilliseconds }));
  expect(request(TIMINGS.longestRequest * 1000).processingMilliseconds).toBe(TIMINGS.longestRequest * 1000);
  expect(() => request(TIMINGS.longestRequest * 1000 + 1)).toThrow('processingMilliseconds');
});
