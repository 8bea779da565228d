import { toXml } from './query-protocol';
import type { AwsRequest, AwsResponse } from './request';
import { checkTags } from './resource-groups-tagging';
import { AwsError, type CallContext, tagList } from './service';
import type { State } from './state';

/**
 * `GET` and `PUT /<bucket>?tagging`. PutBucketTagging replaces the whole tag set.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
 * @throws AwsError
 */
export function bucketTagging(state: State, { method, path, body }: AwsRequest, { time }: CallContext): AwsResponse {
  const arn = `arn:aws:s3:::${path.split('/')[1] ?? ''}`;
  const { tags } = state.inventory.find(arn, time);
  if (method === 'GET') {
    if (Object.keys(tags).length === 0) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404);
    const set = toXml({ Tagging: { TagSet: tagList(tags) } }, 'Tag');
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: set };
  }
  const error = state.faults.onArn?.(arn, time);
  if (error) throw error;
  const next = parseTagSet(body.toString());
  checkTags(next);
  for (const key of Object.keys(tags)) delete tags[key];
  Object.assign(tags, next);
  return { status: 204, headers: {}, body: '' };
}

/** An error in the layout of S3. */
export function s3Error({ code, message, status }: AwsError): AwsResponse {
  const body = toXml({ Error: { Code: code, Message: message } }, 'Tag');
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tagging.html */
export function parseTagSet(xml: string): Record<string, string> {
  const read = (part: string, name: string) =>
    (new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(part)?.[1] ?? '')
      .replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex: string, code: string) =>
        String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
      )
      .replace(/&(lt|gt|quot|apos);/g, (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '')
      .replaceAll('&amp;', '&');
  return Object.fromEntries(
    [...xml.matchAll(/<Tag>([\s\S]*?)<\/Tag>/g)].map(([, part = '']) => [read(part, 'Key'), read(part, 'Value')]),
  );
}
