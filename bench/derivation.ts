import { readFileSync } from 'node:fs';
import { parseEvent } from '../lambda/auto-tagging/cloudtrail/parse';
import { derive } from '../lambda/auto-tagging/derivation/derive';
import { buildCreateIndex } from '../lib/auto-tagging/create-index';
import { type Finding, rounded } from './finding';

const ROUNDS = 200;
const GOAL = 20_000;

/** Events a second on one core: parse and derive, over the project's own fixtures. */
export function benchDerivation(): readonly Finding[] {
  const index = buildCreateIndex();
  const records = readFileSync('test/fixtures/cloudtrail-events.jsonl', 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).event);
  const round = () => {
    for (const record of records) derive(parseEvent(record), index);
  };
  for (let warmUp = 0; warmUp < 20; warmUp++) round();
  const start = performance.now();
  for (let count = 0; count < ROUNDS; count++) round();
  const perSecond = (ROUNDS * records.length * 1000) / (performance.now() - start);
  const what = 'events parsed and derived on one core';
  return [
    {
      text: `derivation: ${Math.round(perSecond).toLocaleString('en')} events/s, ${(perSecond / GOAL).toFixed(1)} x the goal`,
      figures: [{ id: 'derivation/events', what, unit: 'events a second', value: rounded(perSecond), goal: GOAL }],
    },
  ];
}
