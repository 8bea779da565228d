import type { Figures } from './crowd';

/** @returns a whole number with separators */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** @param value in milliseconds */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
}

/** What was delivered, and what went wrong. */
export function deliveriesOf({ deliveredPerSecond, p50, p99, storedP99, ...rest }: Figures): string {
  const wrong = [
    ...Object.entries(rest.refused).map(([code, count]) => `${whole(count)} ${code}`),
    ...(rest.missing > 0 ? [`${whole(rest.missing)} deliveries missing after 2 s`] : []),
    ...(rest.sent > rest.stored ? [`${whole(rest.sent - rest.stored)} sends not answered`] : []),
    ...(rest.gaps > 0 ? [`${whole(rest.gaps)} gaps`] : []),
    ...(rest.lost > 0 ? [`${whole(rest.lost)} connections lost`] : []),
  ];
  return (
    `${whole(deliveredPerSecond)} delivered/s, p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, ` +
    `acknowledged p99 ${milliseconds(storedP99)}${wrong.length > 0 ? `; ${wrong.join(', ')}` : ''}`
  );
}

/** Which part has the processors, by its share of one of them, and microseconds of all parts for a delivery. */
export function processorsOf({ processors, deliveredPerSecond }: Figures): string {
  const { others: _others, ...own } = processors;
  const parts = Object.entries(own).sort(([, a], [, b]) => b - a);
  const all = parts.reduce((sum, [, share]) => sum + share, 0);
  const shares = parts.map(([part, share]) => `${part} ${share.toFixed(2)}`).join(', ');
  return `processors: ${shares}; ${((all * 1_000_000) / deliveredPerSecond).toFixed(1)} us a delivery`;
}

/** Above these a figure is that of a disturbed machine: processors that others kept busy, and what the host took. */
const OTHERS_MOST = 0.1;
const STOLEN_MOST = 0.02;

/** How far the machine was this benchmark's own. */
export function quietnessOf(figures: readonly Figures[]): string {
  const most = (value: (one: Figures) => number) => Math.max(...figures.map(value));
  const others = most(({ processors }) => processors.others ?? 0);
  const stolen = most((one) => one.stolen);
  const isQuiet = others <= OTHERS_MOST && stolen <= STOLEN_MOST;
  return (
    `chat-system, the machine: ${isQuiet ? 'quiet' : 'DISTURBED, do not believe the latencies'}; load before ` +
    `${most((one) => one.load).toFixed(2)}, other programs at most ${others.toFixed(2)} processors, ` +
    `taken by the host ${(stolen * 100).toFixed(1)} %, timers of the load p99 ${milliseconds(most((one) => one.lateP99))} late`
  );
}
