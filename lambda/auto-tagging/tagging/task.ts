import type { CreatedResource } from '../derivation/derivation';
import type { Tags } from '../policy/decide';

/** Tags to add to one resource. */
export interface TagTask {
  readonly resource: CreatedResource;
  readonly tags: Tags;
  /** Until then (milliseconds since 1970) "not found" means "not yet". */
  readonly notYetUntil: number;
  /** The record may go back to the queue once, to come again with others that fill its call. */
  readonly mayWait: boolean;
  /** The Resource Groups Tagging API does not know the resource: use the service's own call. */
  readonly native: boolean;
}

/** How a task ended. */
export type TagResult =
  | { readonly kind: 'tagged' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** To be delivered again after so many seconds. */
  | { readonly kind: 'retry'; readonly reason: string; readonly delaySeconds: number };

/** The time of the invocation was over first. */
export const LATE = {
  kind: 'retry',
  reason: 'the time of the invocation was over',
  delaySeconds: 0,
} as const satisfies TagResult;

/** A resource is looked for again after this time; seconds. */
export const NOT_YET_DELAY = 30;

/** The longest that "not found" can mean "not yet"; milliseconds. */
export const NOT_YET_PERIOD = 10 * 60_000;

/** Identifies the resource: its ARN, or account, Region, type and name where there is none. */
export function keyOf({ arn, accountId, region, type, name }: CreatedResource): string {
  return arn ?? `${accountId}/${region}/${type}/${name}`;
}

/** What one limit of AWS counts together: an account's calls in a Region. */
export function placeOf({ accountId, region }: Pick<CreatedResource, 'accountId' | 'region'>): string {
  return `${accountId}/${region}`;
}

/** Equal for equal sets of tags. */
export function tagSetKey(tags: Tags): string {
  return JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
