/** A resource that an event created. */
export interface CreatedResource {
  /** The ARN; absent where the event cannot give it and the resource is tagged by name (Auto Scaling groups). */
  readonly arn?: string;

  /** IAM service prefix and resource type, such as `ec2:instance`. */
  readonly type: string;

  /** The last identifier of the ARN, or the name: what a person would call the resource. */
  readonly name: string;

  /** 12-digit id of the account that holds the resource. */
  readonly accountId: string;

  /** The Region that tagging calls go to: that of the resource, `us-east-1` for global services. */
  readonly region: string;
}

/** What an event means for tagging. `reason` is one sentence for a person. */
export type Derivation =
  | { readonly kind: 'created'; readonly resources: readonly CreatedResource[]; readonly reason: string }
  | { readonly kind: 'pending'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'unmapped'; readonly reason: string };
