import { checkPolicy } from './post-policy';
import type { AwsRequest, AwsResponse } from './request';
import { AwsError } from './service';
import type { State } from './state';

/** Whether a request is the form of a browser that uploads an object, whose signature is a field of the form. */
export function isPostForm({ method, headers }: Pick<AwsRequest, 'method' | 'headers'>): boolean {
  return method === 'POST' && (headers['content-type']?.startsWith('multipart/form-data') ?? false);
}

/**
 * `POST /<bucket>` with a form: one object, as its policy allows. The policy's signature is not verified.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 * @throws AwsError
 */
export async function postObject(state: State, request: AwsRequest): Promise<AwsResponse> {
  const [, bucket = ''] = request.path.split('/');
  const objects = state.buckets.get(bucket);
  if (!objects) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const { fields, file } = await readForm(request);
  if (!file) throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.');
  const body = Buffer.from(await file.arrayBuffer());
  const key = (fields.get('key') ?? '').replaceAll('$' + '{filename}', file.name);
  if (key === '') throw new AwsError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  checkPolicy({ fields, bucket, key, size: body.length, now: state.clock.now() });
  objects.set(key, body);
  state.objectMetadata.set(body, { contentType: fields.get('content-type') ?? 'binary/octet-stream', tags: {} });
  for (const listener of state.onObject) listener({ bucket, key, body });
  const status = { 200: 200, 201: 201 }[fields.get('success_action_status') ?? ''] ?? 204;
  return { status, headers: { location: `${request.path.replace(/\/$/, '')}/${key}` }, body: '' };
}

/** Fields by their name in lower case; those after the file do not count. */
async function readForm({ headers, body }: AwsRequest) {
  const fields = new Map<string, string>();
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
    .formData()
    .catch(() => {
      throw new AwsError(
        'MalformedPOSTRequest',
        'The body of your POST request is not well-formed multipart/form-data.',
      );
    });
  for (const [name, value] of form) {
    if (typeof value !== 'string') return { fields, file: name === 'file' ? value : undefined };
    fields.set(name.toLowerCase(), value);
  }
  return { fields, file: undefined };
}
