import type { AwsRequest } from './request';
import type { State } from './state';

/**
 * What lets a page of another origin read the answer. Forms and images need no preflight, so there is none here.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export function corsHeaders({ corsOrigins }: State, { path, headers }: AwsRequest): Readonly<Record<string, string>> {
  const [, bucket = ''] = path.split('/');
  const { origin } = headers;
  if (origin === undefined || !corsOrigins.get(bucket)?.includes(origin)) return {};
  return { 'access-control-allow-origin': origin, vary: 'Origin' };
}
