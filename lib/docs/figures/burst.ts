import { docsFrom } from '../page-language';
import type { Language } from '../questions';
import { chart, roundedUp } from './chart';
import { type Burst, readBurst } from './data';
import { figureWords } from './words';

/** TagResources: 5 calls a second of up to 20 ARNs. https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html */
const LIMIT = { calls: 5, arns: 20 } as const;

/** Two pictures of the burst: its calls against their limit, and what was created against what was tagged. */
export function burstCharts(language: Language, burst: Burst = readBurst()): string {
  const words = figureWords[language].burst;
  const { secondsPerPoint, calls, created, tagged, figures, date } = burst;
  const x = { title: words.seconds, from: 0, to: (calls.length - 1) * secondsPerPoint };
  const level = (value: number): readonly number[] => calls.map(() => value);
  const number = (name: string): string => Number(figures[name]).toLocaleString('en-US');
  return [
    chart({
      title: words.callsTitle(LIMIT.calls),
      x,
      y: { title: words.calls, to: LIMIT.calls + 1 },
      lines: [calls, level(LIMIT.calls)],
    }),
    chart({
      title: words.resourcesTitle,
      x,
      y: { title: words.resources, to: roundedUp([...created, LIMIT.calls * LIMIT.arns]) },
      lines: [created, tagged, level(LIMIT.calls * LIMIT.arns)],
    }),
    words.legend({
      date,
      seconds: secondsPerPoint,
      limit: LIMIT.calls,
      arns: LIMIT.arns,
      created: number('creations'),
      drained: number('drained in, s'),
      least: number("the limit's own time, s"),
      file: `${docsFrom[language]}burst.json`,
    }),
  ].join('\n\n');
}
