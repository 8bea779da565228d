import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { creatingPrefixes } from '../../lambda/auto-tagging/derivation/creating-prefixes';
import { FINDING_SOURCE } from '../../lambda/auto-tagging/notification/finding';

/** Name that the role of the tagger has in every member account; see {@link AutoTaggingForwarderStack}. */
export const MEMBER_ROLE_NAME = 'takehome-auto-tagging-member';

/**
 * Characters that an event pattern may have, unless the quota has been raised.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const EVENT_PATTERN_LIMIT = 2_048;

/**
 * Successful creating calls that CloudTrail reports, and creations that a service finished later on its own.
 *
 * Besides those of AWS, such events with our own source pass: PutEvents takes no source that begins with `aws.`, and
 * `takehome send` has to reach the tagger. Whoever may put them could at most have required tags added.
 *
 * @param taggerRoleNames calls of these roles do not match: EC2 CreateTags begins like a creating call
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function creationPattern(taggerRoleNames: readonly string[]): EventPattern {
  return {
    source: Match.anyOf(Match.prefix('aws.'), Match.exactString(FINDING_SOURCE)),
    detailType: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: {
      eventName: creatingPrefixes.map((prefix) => ({ prefix })),
      errorCode: [{ exists: false }],
      readOnly: [false, { exists: false }],
      $or: [
        { userIdentity: { sessionContext: { sessionIssuer: { userName: [{ exists: false }] } } } },
        { userIdentity: { sessionContext: { sessionIssuer: { userName: [{ 'anything-but': taggerRoleNames }] } } } },
      ],
    },
  };
}

/**
 * A required tag was removed. Keys are spread over as many patterns as the limit of their size needs.
 *
 * @param requiredKeys at least one
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-tag.html
 */
export function untagPatterns(requiredKeys: readonly string[]): readonly EventPattern[] {
  const alternatives = requiredKeys.map((key) => ({ 'changed-tag-keys': [key], tags: { [key]: [{ exists: false }] } }));
  // The rest of the pattern has about 90 characters.
  return packed(alternatives, EVENT_PATTERN_LIMIT - 100).map(($or) => ({
    source: ['aws.tag'],
    detailType: ['Tag Change on Resource'],
    detail: $or.length > 1 ? { $or } : $or[0],
  }));
}

/** Puts items into as few groups, in their order, as the length of a group's JSON allows. */
export function packed<Item>(items: readonly Item[], limit: number): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && JSON.stringify([...last, item]).length <= limit) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
