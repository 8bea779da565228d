import { losses, type ScenarioResult } from './result';
import { isSpoilt, type VariantResult } from './run-variants';

/** What a result comes to, as short as a cell of a table: `12 of 340 failed, 3 half-done, stop 90 s of 90 s`. */
export function summary(result: ScenarioResult & Pick<VariantResult, 'firstRun'>): string {
  const { failed, requests, halfDone, duplicates, wholeGrace, stops, stuck, firstRun } = result;
  const stop = `longest stop ${Math.round(result.longestStopSeconds)} s of ${Math.round(result.graceSeconds)} s`;
  return [
    `${failed} of ${requests} failed`,
    halfDone > 0 ? `${halfDone} half-done` : undefined,
    duplicates > 0 ? `${duplicates} charged twice` : undefined,
    stops > 0 ? stop : undefined,
    wholeGrace > 0 ? `${wholeGrace} of ${stops} stops took it all` : undefined,
    stuck.length > 0 ? 'did not end' : undefined,
    firstRun ? `run again after ${firstRun.failed} of ${firstRun.requests}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** A line for each result that did not come out as it should, and what its pods were waiting for. */
export function surprises(results: readonly VariantResult[]): readonly string[] {
  return results
    .filter(({ asExpected }) => !asExpected)
    .flatMap((result) => {
      const { name, conditions, variant, stuck } = result;
      const found = losses(result).join(', ') || 'nothing lost';
      const expected = variant.loses ?? 'nothing lost';
      return [`${name}, ${conditions}: expected ${expected}, got: ${found} (${summary(result)})`, ...stuck];
    });
}

/** What a busy machine has spoilt even when it was run again. */
export function unsteady(results: readonly VariantResult[]): readonly string[] {
  return results
    .filter((result) => isSpoilt(result, results))
    .map(({ name, conditions, lateSeconds }) => `${name}, ${conditions}: timers were ${lateSeconds.toFixed(2)} s late`);
}
