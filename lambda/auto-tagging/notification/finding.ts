/** `source` of every event that the exercise publishes. */
export const FINDING_SOURCE = 'takehome.auto-tagging';

/**
 * `detail-type` of the events that the exercise publishes on its bus.
 *
 * - `ResourceTagged`: required tags were missing and have been added.
 * - `ResourceUntagged`: required tags are missing and the policy says to alert only.
 * - `ResourcePending`: the create is asynchronous, or the resource does not exist yet.
 * - `ResourceNotMapped`: something was created, but what cannot be told from the event.
 * - `TagRefused`: AWS, or the policy, refused a tag.
 */
export const findingTypes = [
  'ResourceTagged',
  'ResourceUntagged',
  'ResourcePending',
  'ResourceNotMapped',
  'TagRefused',
] as const;
export type FindingType = (typeof findingTypes)[number];

/** `detail` of such an event. */
export interface Finding {
  /** Equal for the same finding however often it is published: finding type and ARN, or event id where there is no ARN. */
  readonly id: string;
  /** Absent where it is not known. */
  readonly arn?: string;
  /** IAM service prefix and resource type such as `ec2:instance`; the event source where the type is not known. */
  readonly resourceType: string;
  /** What a person would call the resource. */
  readonly resourceName: string;
  readonly accountId: string;
  readonly region: string;
  /** Whom the digest is for; `unknown` where the event does not tell. */
  readonly owner: string;
  /** ARN of the identity that made the call, or empty. */
  readonly creator: string;
  /** The tool that made the call, such as `Terraform`; empty for a person or a plain SDK. */
  readonly tool: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  /** ISO 8601. */
  readonly eventTime: string;
  /** The tags that were added, or for `ResourceUntagged` those that are missing. */
  readonly tags: Readonly<Record<string, string>>;
  /** One sentence: why. */
  readonly reason: string;
}
