import { AwsError } from './service';

/** What is kept of an object besides its bytes. */
export interface ObjectMetadata {
  readonly contentType: string;
  readonly tags: Record<string, string>;
}

/** An object that was uploaded just now. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
}

/**
 * Whether a presigned URL still holds. Its signature is not verified.
 *
 * @param now milliseconds since 1970
 * @throws AwsError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkExpiry(query: URLSearchParams, now: number): void {
  const expires = query.get('X-Amz-Expires');
  if (expires === null) return;
  const date = (query.get('X-Amz-Date') ?? '').replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  if (!(Date.parse(date) + Number(expires) * 1000 > now))
    throw new AwsError('AccessDenied', 'Request has expired', 403);
}
