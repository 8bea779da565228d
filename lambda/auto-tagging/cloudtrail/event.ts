/**
 * A CloudTrail record, as far as the tagger reads it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface CloudTrailEvent {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  /** The account that holds the resource; empty when the record does not say. */
  readonly accountId: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly errorCode?: string;
  readonly readOnly: boolean;
}
