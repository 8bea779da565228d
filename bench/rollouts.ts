import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ROLLOUTS_FILE, type Rollout, type Rollouts, readRollouts } from '../lib/docs/figures/data';
import type { LongRunResult } from '../lib/zero-downtime-eks/lab/long-run';
import type { ScenarioResult } from '../lib/zero-downtime-eks/lab/result';
import type { VariantResult } from '../lib/zero-downtime-eks/lab/run-variants';

/** What `takehome lab rollout --json` prints. */
interface Printed {
  readonly factor: number;
  readonly long?: LongRunResult;
  readonly results: readonly VariantResult[];
}

/**
 * Plays the rollout lab, for some minutes, and writes docs/rollouts.json.
 *
 * @param date of today, such as `2026-11-21`
 * @throws Error where the lab did not come out as it should
 */
export function recordRollouts(date: string): readonly string[] {
  const command = 'npx takehome lab rollout';
  const args = ['--import', 'tsx', 'bin/takehome.ts', 'lab', 'rollout', '--json'];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  const { factor, results } = JSON.parse(stdout) as Printed;
  const found: Rollouts = {
    ...readRollouts(),
    date,
    command,
    machine: `${cpus().length} cores`,
    secondsOfManifestsInOneOfTheLab: factor,
    results: results.map((result) => rolloutOf(result.conditions, result)),
  };
  writeFileSync(ROLLOUTS_FILE, `${JSON.stringify(found, null, 2)}\n`);
  return [`wrote ${ROLLOUTS_FILE}`];
}

/** As much of a scenario as a page needs. */
export function rolloutOf(conditions: string, result: ScenarioResult): Rollout {
  const { name, requests, failed, halfDone, longestStopSeconds, graceSeconds, wholeGrace, stops, stuck } = result;
  const stop = { longestStopSeconds: Math.round(longestStopSeconds), graceSeconds: Math.round(graceSeconds) };
  return {
    conditions,
    variant: name,
    requests,
    failed,
    halfDone,
    ...(stops > 0 && stop),
    ...(wholeGrace > 0 && { wholeGrace, stops }),
    ...(stuck.length > 0 && { stuck: true }),
  };
}
