import { type AwsFailure, errorKind, reasonOf } from './errors';
import { fullJitter } from './pacer';
import type { Attempt } from './plan';
import { NOT_YET_DELAY, type TagResult } from './task';

/** Attempts of one invocation; what still fails then comes back later. */
const MAX_ATTEMPTS = 8;
/** Attempts of one invocation for a resource that is not there yet. */
const MAX_NOT_YET_ATTEMPTS = 5;
/** Milliseconds before a resource that is not there yet may fill another call: so many after each attempt more. */
const NOT_YET_PAUSE = 10_000;
/** InternalServiceException can mean an unsupported type, so the service's own call is tried after this many. */
const MAX_INTERNAL_ATTEMPTS = 2;

/** What to do after a failed attempt: it is over, goes into a further call, or to the service's own call. */
export type Verdict =
  | { readonly kind: 'over'; readonly result: TagResult }
  | { readonly kind: 'again'; readonly attempt: Attempt }
  | { readonly kind: 'native'; readonly reason: string };

/**
 * Decides after a TagResources call has failed for an ARN.
 *
 * @param wholeCall the call failed, not only the ARN
 */
export function verdictOf(attempt: Attempt, failure: AwsFailure, now: number, wholeCall: boolean): Verdict {
  const attempts = attempt.attempts + 1;
  const reason = reasonOf(failure);
  const kind = errorKind(failure);
  const internal = !wholeCall && failure.code === 'InternalServiceException' && attempts >= MAX_INTERNAL_ATTEMPTS;
  if (kind === 'unsupported' || internal) return { kind: 'native', reason };
  if (kind === 'throttled' || kind === 'transient') {
    if (attempts >= MAX_ATTEMPTS) return { kind: 'over', result: resultOf(failure, attempt.task.notYetUntil, now) };
    return { kind: 'again', attempt: { ...attempt, attempts, notBefore: now + fullJitter(attempts) } };
  }
  if (kind === 'not-yet' && now < attempt.task.notYetUntil && attempts < MAX_NOT_YET_ATTEMPTS) {
    return {
      kind: 'again',
      attempt: { ...attempt, attempts, notBefore: now + NOT_YET_PAUSE * attempts, notYet: reason },
    };
  }
  return { kind: 'over', result: resultOf(failure, attempt.task.notYetUntil, now) };
}

/** How a failure ends a task in this invocation. */
export function resultOf(failure: AwsFailure, notYetUntil: number, now: number): TagResult {
  const reason = reasonOf(failure);
  switch (errorKind(failure)) {
    case 'throttled':
    case 'transient':
      return { kind: 'retry', reason, delaySeconds: NOT_YET_DELAY };
    case 'not-yet':
      if (now < notYetUntil) return { kind: 'retry', reason, delaySeconds: NOT_YET_DELAY };
      return { kind: 'refused', reason: `${reason} (still so ten minutes after the creation)` };
    case 'unsupported':
    case 'refused':
      return { kind: 'refused', reason };
  }
}
