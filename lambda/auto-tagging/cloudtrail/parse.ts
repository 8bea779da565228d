import type { CreatedResource } from '../derivation/derivation';
import { FINDING_SOURCE } from '../notification/finding';
import type { CloudTrailEvent } from './event';

/** `detail-type` of the message with which the sweep hands over a resource that was never tagged. */
export const FOUND_DETAIL_TYPE = 'Never Tagged Resource Found';

/** The value is not a CloudTrail record; the message says what is missing. */
export class NotCloudTrailError extends Error {
  override readonly name = 'NotCloudTrailError';
}

/** What a message on the tagger's queue holds. */
export type QueueMessage =
  | { readonly kind: 'created'; readonly event: CloudTrailEvent }
  | { readonly kind: 'found'; readonly resource: CreatedResource; readonly event?: CloudTrailEvent };

export function parseEvent(value: unknown): CloudTrailEvent {
  throw new NotCloudTrailError(String(value));
}

export function parseMessage(body: string): QueueMessage {
  throw new NotCloudTrailError(body + FINDING_SOURCE);
}
