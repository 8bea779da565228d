import type { CreatedResource } from '../derivation/derivation';
import type { FindingType } from '../notification/finding';
import type { Tags } from '../policy/decide';
import type { TypedFinding } from '../publish';
import type { Source } from './prepare';
import { keyOf } from './task';

/** Characters of a reason: AWS's own messages can be longer than a reader's patience. */
const REASON_LENGTH = 1_000;

/**
 * A finding about a resource, or about the event where what was created is not known.
 *
 * @param reasons one sentence each
 */
export function findingOf(
  type: FindingType,
  source: Source,
  resource: CreatedResource | undefined,
  tags: Tags,
  reasons: readonly string[],
): TypedFinding {
  const { eventId, eventSource, eventName, eventTime, creator } = source;
  const finding = {
    id: `${type}#${resource === undefined ? eventId : keyOf(resource)}`,
    ...(resource?.arn === undefined ? {} : { arn: resource.arn }),
    resourceType: resource?.type ?? eventSource,
    resourceName: resource?.name ?? eventName,
    accountId: resource?.accountId ?? source.accountId,
    region: resource?.region ?? source.region,
    owner: creator?.owner ?? 'unknown',
    creator: creator?.arn ?? '',
    tool: creator?.tool ?? '',
    eventId,
    eventSource,
    eventName,
    eventTime,
    tags,
    reason: reasons.join(' ').slice(0, REASON_LENGTH),
  };
  return { type, finding };
}
