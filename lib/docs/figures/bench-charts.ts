import type { Language } from '../questions';
import { figureOf } from './benchmarks';
import { chart, roundedUp } from './chart';
import { type Benchmarks, readBenchmarks } from './data';
import { figureWords } from './words';

/** What the chat delivers, how late, and what its processors do. @throws MissingFigureError */
export function chatCharts(language: Language, benchmarks: Benchmarks = readBenchmarks()): string {
  const words = figureWords[language].charts;
  const rate = figureOf('chat-system/rate/1000/250000', benchmarks);
  const delivered = [rate.value, rate.baseline ?? 0, rate.goal ?? 0].map((value) => Math.round(value / 1_000));
  const percentiles = ['100', '1000'].flatMap((members) => {
    const { value, baseline = 0 } = figureOf(`chat-system/p99/${members}/70000`, benchmarks);
    return [value, baseline];
  });
  const parts = ['servers', 'client', 'store', 'Redis'] as const;
  const processors = parts.map((part) => figureOf(`chat-system/processors/${part}`, benchmarks).value);
  const rooms = ['100', '1,000'].flatMap((members) => [`${words.answer}, ${members}`, `${words.plain}, ${members}`]);
  return [
    chart({
      title: words.delivered,
      x: [words.answer, words.plain, words.asked],
      y: { title: words.thousandsASecond, to: roundedUp(delivered) },
      bars: delivered,
    }),
    chart({
      title: words.p99,
      x: rooms,
      y: { title: words.milliseconds, to: roundedUp(percentiles) },
      bars: percentiles,
    }),
    chart({
      title: words.processors,
      x: parts.map((part) => words.parts[part]),
      y: { title: words.cores, to: roundedUp(processors) },
      bars: processors,
    }),
  ].join('\n\n');
}

const SENDERS = [
  { id: 'one-on-1', recipients: 1, cores: 1 },
  { id: 'one-on-2', recipients: 1, cores: 2 },
  { id: 'fifty-on-2', recipients: 50, cores: 2 },
] as const;
/** Messages a minute that the task asks for. */
const TASK = 100_000;

/** Messages a minute of the sender beside those of requests alone, and what the task asks for. @throws MissingFigureError */
export function senderChart(language: Language, benchmarks: Benchmarks = readBenchmarks()): string {
  const words = figureWords[language].charts;
  const bars = [
    ['task', words.task, TASK] as const,
    ...SENDERS.map(({ id, recipients, cores }) => {
      const { value } = figureOf(`mass-messaging/${id}`, benchmarks);
      return [id, words.recipients(recipients, cores), value] as const;
    }),
    ['bare', words.requestsOnly, figureOf('mass-messaging/bare', benchmarks).value] as const,
  ];
  const thousands = bars.map(([, , value]) => Math.round(value / 1_000));
  return chart({
    title: words.sender,
    x: bars.map(([, name]) => name),
    y: { title: words.thousandsAMinute, to: roundedUp(thousands) },
    bars: thousands,
  });
}

/** How all pairs of a generated network grow. @throws MissingFigureError */
export function matrixChart(benchmarks: Benchmarks = readBenchmarks()): string {
  const sizes = ['100', '1000', '5000'] as const;
  const seconds = sizes.map((size) => figureOf(`reachability/all-pairs/${size}`, benchmarks).value);
  return chart({
    title: 'All pairs, by interfaces of a network',
    x: sizes.map((size) => Number(size).toLocaleString('en-US')),
    y: { title: 'seconds', to: roundedUp(seconds) },
    bars: seconds,
  });
}
