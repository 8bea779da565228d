import type { Value } from './metric-math';

/** Equal values that were published in a minute, such as 6,000 requests of 50 ms each. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

/** What a metric published, minute by minute; undefined or empty where it published nothing. */
export type Series = readonly (readonly Sample[] | undefined)[];

/** The alarm uses a statistic that this evaluator does not know. */
export class UnknownStatisticError extends Error {
  override readonly name = 'UnknownStatisticError';
}

/** The statistic of a window of minutes. Both ends are part of it; what lies before the first minute is missing. */
export type Statistic = (from: number, to: number) => Value;

/**
 * A statistic over a series, as CloudWatch computes it from the samples.
 *
 * @throws UnknownStatisticError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statistic(name: string, series: Series): Statistic {
  const ofSeries = known.get(series) ?? new Map<string, Statistic>();
  known.set(series, ofSeries);
  const found = ofSeries.get(name) ?? compute(name, series);
  ofSeries.set(name, found);
  return found;
}

/** Many alarms look at one series, each with a window of its own. */
const known = new WeakMap<Series, Map<string, Statistic>>();

function compute(name: string, series: Series): Statistic {
  const above = /^TC\((\d+(?:\.\d+)?):\)$/.exec(name)?.[1];
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (name === 'Sum') return additive(series, ({ value, count }) => value * count);
  if (name === 'SampleCount') return additive(series, ({ count }) => count);
  if (above !== undefined) return additive(series, ({ value, count }) => (value > Number(above) ? count : 0));
  if (name === 'Maximum') return overSamples(series, (samples) => Math.max(...samples.map(({ value }) => value)));
  if (name === 'Minimum') return overSamples(series, (samples) => Math.min(...samples.map(({ value }) => value)));
  if (percentile !== undefined) return overSamples(series, (samples) => percentileOf(Number(percentile), samples));
  throw new UnknownStatisticError(`${name} is not known here`);
}

/** By running totals, so that a window of a day costs no more than one of a minute. */
function additive(series: Series, part: (sample: Sample) => number): Statistic {
  const totals = [0];
  const filled = [0];
  for (const samples of series) {
    totals.push((totals.at(-1) ?? 0) + (samples ?? []).reduce((sum, sample) => sum + part(sample), 0));
    filled.push((filled.at(-1) ?? 0) + (samples && samples.length > 0 ? 1 : 0));
  }
  const between = (sums: readonly number[], from: number, to: number): number =>
    (sums[to + 1] ?? 0) - (sums[Math.max(from, 0)] ?? 0);
  return (from, to) => (to < 0 || between(filled, from, to) === 0 ? undefined : between(totals, from, to));
}

function overSamples(series: Series, summarize: (samples: readonly Sample[]) => number): Statistic {
  return (from, to) => {
    const samples = series.slice(Math.max(from, 0), Math.max(to + 1, 0)).flatMap((minute) => minute ?? []);
    return samples.length === 0 ? undefined : summarize(samples);
  };
}

function percentileOf(percent: number, samples: readonly Sample[]): number {
  const sorted = [...samples].sort((a, b) => a.value - b.value);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= (percent / 100) * all) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}
