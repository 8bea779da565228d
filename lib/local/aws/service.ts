/** Anything that JSON can hold, with AWS's names. */
export type Input = Readonly<Record<string, unknown>>;

/** An error as AWS services answer it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  /**
   * @param code such as `ThrottlingException`
   * @param status HTTP status
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Which account and Region a call goes to, and when. */
export interface CallContext {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** @throws AwsError */
export type Operation = (input: Input, context: CallContext) => Input | undefined | Promise<Input | undefined>;

/** The operations of a service by name, such as `TagResources`. */
export type Operations = Readonly<Record<string, Operation>>;

/** An array in an input; empty when absent. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string in an input; empty when absent. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Tags as a map, from a map or from a list of `{Key, Value}`, `{key, value}` or `{TagKey, TagValue}`. */
export function tagMap(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries((value ?? {}) as Input).map(([key, tag]) => [key, text(tag)]));
  }
  return Object.fromEntries(
    (value as Input[]).map((tag) => [
      text(tag.Key ?? tag.key ?? tag.TagKey),
      text(tag.Value ?? tag.value ?? tag.TagValue),
    ]),
  );
}

/** Tags as a list of `{Key, Value}`. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
