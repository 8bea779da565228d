/**
 * Where the value of a required tag comes from.
 *
 * - `owner`: the person behind the identity that made the call (session name of an assumed role, user name of an IAM user).
 * - `creator`: the ARN of the identity that made the call.
 * - `created-at`: the day of the call in UTC, `YYYY-MM-DD`. No finer, so that tag sets stay equal and calls stay full.
 * - `literal`: always the same value.
 * - `account`: by the 12-digit id of the account that holds the resource.
 * - `role`: by the name of the role (or user) that made the call.
 *
 * Where nothing is known the tag gets the value of `otherwise`; without one it is not added, and that is reported.
 */
export type TagValueSource =
  | { readonly from: 'owner'; readonly otherwise?: string }
  | { readonly from: 'creator'; readonly otherwise?: string }
  | { readonly from: 'created-at' }
  | { readonly from: 'literal'; readonly value: string }
  | { readonly from: 'account'; readonly values: Readonly<Record<string, string>>; readonly otherwise?: string }
  | { readonly from: 'role'; readonly values: Readonly<Record<string, string>>; readonly otherwise?: string };

/** A tag that every resource in scope has to carry. */
export interface RequiredTag {
  /** The tag key: 1 to 128 characters, not starting with `aws:`. */
  readonly key: string;

  /** How the value is found when the tag is missing. */
  readonly value: TagValueSource;

  /**
   * The values that count as right. A wrong value is reported, never overwritten.
   *
   * @default - any value
   */
  readonly allowedValues?: readonly string[];
}

/** One side of a filter: when `include` is given only its members pass; a member of `exclude` never passes. */
export interface Filter {
  /** @default - everything */
  readonly include?: readonly string[];

  /** @default - nothing */
  readonly exclude?: readonly string[];
}

/** What the tagger looks at. Anything out of scope is skipped, with the reason in the log. */
export interface Scope {
  /** IAM service prefixes, such as `ec2`. @default - every service */
  readonly services?: Filter;

  /** 12-digit account ids. @default - every account */
  readonly accounts?: Filter;

  /** Names of roles or users that make the call. @default - every role */
  readonly roles?: Filter;

  /** Regions, such as `ap-northeast-2`. @default - every Region */
  readonly regions?: Filter;
}

/** What cost tracking demands of every resource. */
export interface TagPolicy {
  /** At least one, at most 50 tags (the most user tags that a resource can carry). */
  readonly required: readonly RequiredTag[];

  /** @default - everything */
  readonly scope?: Scope;

  /**
   * For resources made by CloudFormation, Terraform or CDK: tag them as well, or only say in Slack what to change in the code.
   * A tag added behind the back of the code is drift, and the next run of the code may remove it.
   *
   * @default 'tag'
   */
  readonly infrastructureAsCode?: 'tag' | 'alert';
}
