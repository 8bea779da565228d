import { AwsError, type Input, list, text } from './service';

/** What a form wants to store. */
export interface PostedObject {
  /** By name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Fields that a policy need not speak of, besides those that begin with `x-ignore-`. */
const free = new Set(['x-amz-signature', 'policy', 'file', 'awsaccesskeyid', 'signature']);

/**
 * Whether the policy of a form allows it: not expired, every condition met, every field spoken of.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @throws AwsError
 */
export function checkPolicy(posted: PostedObject): void {
  const { fields, now } = posted;
  const policy = readPolicy(fields.get('policy'));
  if (!(Date.parse(text(policy.expiration)) > now)) throw denied('Policy expired.');
  const named = new Set<string>();
  for (const condition of list(policy.conditions)) {
    for (const [operator, name, value] of readCondition(condition)) {
      if (operator === 'content-length-range') {
        checkSize(posted.size, Number(name), Number(value));
        continue;
      }
      named.add(name);
      const found = fieldOf(posted, name);
      const met = operator === 'eq' ? found === value : operator === 'starts-with' && found.startsWith(value);
      if (!met) throw denied(`Policy Condition failed: ${JSON.stringify([operator, `$${name}`, value])}`);
    }
  }
  const extra = [...fields.keys()].find((name) => !named.has(name) && !free.has(name) && !name.startsWith('x-ignore-'));
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
}

function readPolicy(encoded: string | undefined): Input {
  if (encoded === undefined) throw new AwsError('AccessDenied', 'Access Denied', 403);
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString()) as Input;
  } catch {
    throw new AwsError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
  }
}

/** A condition is `{name: value}`, which means equality, or `[operator, '$name', value]`. */
function readCondition(condition: unknown): readonly (readonly [operator: string, name: string, value: string])[] {
  if (!Array.isArray(condition)) {
    return Object.entries(condition as Input).map(([name, value]) => ['eq', name.toLowerCase(), String(value)]);
  }
  const [operator, name, value] = condition.map(String);
  return [[(operator ?? '').toLowerCase(), (name ?? '').replace(/^\$/, '').toLowerCase(), value ?? '']];
}

function fieldOf({ fields, bucket, key }: PostedObject, name: string): string {
  if (name === 'bucket') return bucket;
  return name === 'key' ? key : (fields.get(name) ?? '');
}

function checkSize(size: number, least: number, most: number): void {
  if (size < least) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  if (size > most) throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}

function denied(reason: string): AwsError {
  return new AwsError('AccessDenied', `Invalid according to Policy: ${reason}`, 403);
}
