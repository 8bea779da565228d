import { createHash } from 'node:crypto';
import { checkExpiry } from './object-metadata';
import { toXml } from './query-protocol';
import type { AwsRequest, AwsResponse } from './request';
import { parseTagSet } from './s3';
import { AwsError, tagList } from './service';
import type { State } from './state';

/** What a request to S3 does to objects, by its method; undefined for what is not here. */
export function objectOperation({ method, path, query }: AwsRequest): string | undefined {
  const isBucket = keyOf(path) === '';
  if (isBucket) return method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
  const byMethod = query.has('tagging')
    ? { GET: 'GetObjectTagging', PUT: 'PutObjectTagging' }
    : { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' };
  return (byMethod as Readonly<Record<string, string>>)[method];
}

/**
 * Reads and writes objects, with path-style addresses: `/<bucket>/<key>`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @throws AwsError
 */
export function bucketObjects(state: State, request: AwsRequest): AwsResponse {
  const { buckets, objectMetadata } = state;
  const [, name = ''] = request.path.split('/');
  const objects = buckets.get(name);
  if (!objects) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const key = keyOf(request.path);
  if (key === '') return listOf(name, objects, request.query.get('prefix') ?? '');
  checkExpiry(request.query, state.clock.now());
  if (request.query.has('tagging')) return objectTagging(state, request, find(objects, key));
  if (request.method === 'PUT') {
    if (request.headers['content-encoding']?.includes('aws-chunked')) {
      throw new AwsError('NotImplemented', 'the local S3 takes objects in one piece', 501);
    }
    objects.set(key, request.body);
    const contentType = request.headers['content-type'] ?? 'binary/octet-stream';
    const tags = Object.fromEntries(new URLSearchParams(String(request.headers['x-amz-tagging'] ?? '')));
    objectMetadata.set(request.body, { contentType, tags });
    for (const listener of state.onObject) listener({ bucket: name, key, body: request.body });
    return { status: 200, headers: { etag: etagOf(request.body) }, body: '' };
  }
  if (request.method === 'DELETE') {
    objects.delete(key);
    return { status: 204, headers: {}, body: '' };
  }
  const object = find(objects, key);
  return answer(object, objectMetadata.get(object)?.contentType, request);
}

function find(objects: ReadonlyMap<string, Buffer>, key: string): Buffer {
  const object = objects.get(key);
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
function objectTagging({ objectMetadata }: State, { method, body }: AwsRequest, object: Buffer): AwsResponse {
  const { contentType = 'binary/octet-stream', tags = {} } = objectMetadata.get(object) ?? {};
  if (method === 'PUT') {
    objectMetadata.set(object, { contentType, tags: parseTagSet(body.toString()) });
    return { status: 200, headers: {}, body: '' };
  }
  const set = toXml({ Tagging: { TagSet: tagList(tags) } }, 'Tag');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: set };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax */
function answer(object: Buffer, contentType: string | undefined, { method, headers, query }: AwsRequest): AwsResponse {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const disposition = query.get('response-content-disposition');
  const common = {
    etag: etagOf(object),
    'accept-ranges': 'bytes',
    'content-type': query.get('response-content-type') ?? contentType ?? 'binary/octet-stream',
    ...(disposition !== null && { 'content-disposition': disposition }),
  };
  if (method === 'HEAD') {
    return { status: 200, headers: { ...common, 'content-length': String(object.length) }, body: '' };
  }
  if (from === undefined) return { status: 200, headers: common, body: object };
  const part = object.subarray(Number(from), to ? Number(to) + 1 : undefined);
  if (part.length === 0) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  const range = `bytes ${from}-${Number(from) + part.length - 1}/${object.length}`;
  return { status: 206, headers: { ...common, 'content-range': range }, body: part };
}

function listOf(name: string, objects: ReadonlyMap<string, Buffer>, prefix: string): AwsResponse {
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const contents = keys.map((key) => `<Contents>${toXml({ Key: key, Size: objects.get(key)?.length }, '')}</Contents>`);
  const head = toXml({ Name: name, Prefix: prefix, KeyCount: keys.length, IsTruncated: false }, '');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>${head}${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function keyOf(path: string): string {
  return path.split('/').slice(2).join('/');
}

function etagOf(object: Buffer): string {
  return `"${createHash('md5').update(object).digest('hex')}"`;
}
