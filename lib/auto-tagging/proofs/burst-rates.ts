import type { RecordedCall } from '../../local/aws/local-aws';
import type { BurstCreation } from './burst';

/** What a burst did over time, a mean of each span. */
export interface BurstRates {
  /** Length of a span; the first begins with the first creation. */
  readonly secondsPerPoint: number;
  /** Resources created a second. */
  readonly created: readonly number[];
  /** ARNs a second that TagResources took. */
  readonly tagged: readonly number[];
  /** TagResources calls a second that AWS let through. */
  readonly calls: readonly number[];
  /** TagResources calls a second that AWS answered with an error, such as throttling. */
  readonly failedCalls: readonly number[];
}

const SECONDS = 10;

/**
 * Counts what was created and tagged, span by span, until the last call.
 *
 * @param start epoch milliseconds of the first creation
 */
export function burstRates(
  creations: readonly BurstCreation[],
  all: readonly RecordedCall[],
  start: number,
): BurstRates {
  const tagging = all.filter(({ operation }) => operation === 'TagResources');
  const end = Math.max(0, ...tagging.map(({ time }) => time - start)) / 1_000;
  const spans = Math.floor(end / SECONDS) + 1;
  const perSecond = (events: readonly { readonly at: number; readonly count: number }[]): readonly number[] => {
    const counts = Array.from({ length: spans }, () => 0);
    for (const { at, count } of events) {
      const span = Math.floor(at / 1_000 / SECONDS);
      counts[span] = (counts[span] ?? 0) + count;
    }
    return counts.map((count) => Number((count / SECONDS).toFixed(1)));
  };
  const passed = tagging.filter(({ result }) => result === 'ok');
  const arns = ({ input }: RecordedCall): number => (input.ResourceARNList as readonly string[]).length;
  const once = (calls: readonly RecordedCall[]) => perSecond(calls.map(({ time }) => ({ at: time - start, count: 1 })));
  return {
    secondsPerPoint: SECONDS,
    created: perSecond(creations.map(({ at }) => ({ at, count: 1 }))),
    tagged: perSecond(passed.map((call) => ({ at: call.time - start, count: arns(call) }))),
    calls: once(passed),
    failedCalls: once(tagging.filter(({ result }) => result !== 'ok')),
  };
}
