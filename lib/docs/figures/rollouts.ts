import { table } from '../blocks';
import { docsFrom } from '../page-language';
import type { Language } from '../questions';
import { type Rollout, type Rollouts, readRollouts } from './data';
import { figureWords } from './words';

/** Share of the requests for which a block stands. */
const BLOCK = 0.05;

/** What the rollout lab played, a row a scenario, with a bar for what was lost. */
export function rolloutsTable(language: Language, rollouts: Rollouts = readRollouts()): string {
  const { rolloutHead, playedOn, longRun, text } = figureWords[language];
  const rows = rollouts.results.map((result) => [
    text(result.conditions),
    result.variant === 'answer' ? `**${text(result.variant)}**` : text(result.variant),
    lossesOf(result).map(text).join(', ') || text('nothing lost'),
    bar(result),
    summaryOf(result, language),
  ]);
  const note = playedOn(rollouts.date, rollouts.machine, `${docsFrom[language]}rollouts.json`);
  const { command, requests, failed, longestStopSeconds: longest, graceSeconds: grace, ...long } = rollouts.long;
  const whole = (count: number): string => count.toLocaleString('en-US');
  const counts = { failed: whole(failed), requests: whole(requests), longest, grace };
  return [table(rolloutHead, rows), note, longRun({ ...long, ...counts, command })].join('\n\n');
}

/** How a scenario is wrong, in the words of the lab. */
export function lossesOf({ failed, halfDone, wholeGrace = 0, stuck = false }: Rollout): readonly string[] {
  return [
    ...(failed > 0 ? ['failed requests'] : []),
    ...(halfDone > 0 ? ['half-done payments'] : []),
    ...(wholeGrace > 0 ? ['whole grace period'] : []),
    ...(stuck ? ['stuck'] : []),
  ];
}

function bar({ failed, halfDone, requests }: Rollout): string {
  const share = Math.max(failed, halfDone) / requests;
  if (share === 0) return '0';
  return `${'█'.repeat(Math.ceil(share / BLOCK))} ${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function summaryOf(result: Rollout, language: Language): string {
  const { summary } = figureWords[language];
  const { failed, requests, halfDone, longestStopSeconds, graceSeconds, wholeGrace = 0, stops = 0, stuck } = result;
  return [
    summary.failed(String(failed), String(requests)),
    ...(halfDone > 0 ? [summary.halfDone(String(halfDone))] : []),
    ...(longestStopSeconds !== undefined && graceSeconds !== undefined
      ? [summary.longestStop(longestStopSeconds, graceSeconds)]
      : []),
    ...(wholeGrace > 0 ? [summary.tookAll(wholeGrace, stops)] : []),
    ...(stuck === true ? [summary.stuck] : []),
  ].join(', ');
}
