import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type LocalAws, startLocalAws } from '../../../../lib/local/aws/local-aws';
import { VirtualClock } from '../../../../lib/local/virtual-clock';

let aws: LocalAws;
let client: S3Client;
beforeAll(async () => {
  aws = await startLocalAws({ clock: new VirtualClock(Date.now()) });
  client = new S3Client({ endpoint: aws.url, region: 'us-east-1' });
});
beforeEach(() => aws.buckets.set('files', new Map()));
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

/** A form for one picture of at most ten bytes below `room/`. */
async function ticket(expires = 300) {
  return await createPresignedPost(client, {
    Bucket: 'files',
    Key: 'room/1',
    Expires: expires,
    Fields: { 'Content-Type': 'image/png' },
    Conditions: [['content-length-range', 1, 10]],
  });
}

async function post(fields: Readonly<Record<string, string>>, file: string | undefined, url?: string) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== undefined) form.append('file', new Blob([file]), 'my picture.png');
  const answer = await fetch(url ?? `${aws.url}/files`, {
    method: 'POST',
    body: form,
    headers: { origin: 'http://page.example' },
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

test('a form stores an object, which a signed address gets with its type', async () => {
  const { url, fields } = await ticket();
  expect(await post(fields, 'a picture', url)).toMatchObject({ status: 204, text: '' });
  expect(String(aws.buckets.get('files')?.get('room/1'))).toBe('a picture');
  const command = new GetObjectCommand({ Bucket: 'files', Key: 'room/1', ResponseContentDisposition: 'attachment' });
  const answer = await fetch(await getSignedUrl(client, command, { expiresIn: 300 }));
  expect(await answer.text()).toBe('a picture');
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('content-disposition')).toBe('attachment');
  expect(aws.calls.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['PostObject', 'GetObject']));
});

test.each([
  ['another key', { key: 'other/1' }, 'x', 403, 'Policy Condition failed: ["eq","$key","room/1"]'],
  ['another type', { 'Content-Type': 'text/html' }, 'x', 403, 'Policy Condition failed: ["eq","$content-type"'],
  ['a field of which the policy does not speak', { acl: 'public-read' }, 'x', 403, 'Extra input fields: acl'],
  ['too many bytes', {}, 'eleven byte', 400, '<Code>EntityTooLarge</Code>'],
  ['no bytes', {}, '', 400, '<Code>EntityTooSmall</Code>'],
  ['no file', {}, undefined, 400, 'POST requires exactly one file upload per request.'],
  ['no policy', { Policy: undefined }, 'x', 403, '<Code>AccessDenied</Code>'],
  ['a policy that is none', { Policy: 'bm8=' }, 'x', 400, '<Code>InvalidPolicyDocument</Code>'],
])('%s is refused', async (_what, change, file, status, text) => {
  const { fields } = await ticket();
  const changed = Object.entries({ ...fields, ...change }).filter(([, value]) => value !== undefined);
  const answer = await post(Object.fromEntries(changed) as Record<string, string>, file);
  expect(answer.status).toBe(status);
  expect(answer.text.replaceAll('&#34;', '"')).toContain(text);
  expect(aws.buckets.get('files')?.size).toBe(0);
});

test('a form and an address are valid for their time only', async () => {
  const { fields } = await ticket(-1);
  expect(await post(fields, 'x')).toMatchObject({ status: 403, text: expect.stringContaining('Policy expired') });
  await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: 'x' }));
  const signingDate = new Date(Date.now() - 20_000);
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'files', Key: 'a' }), {
    expiresIn: 10,
    signingDate,
  });
  const answer = await fetch(url);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('Request has expired');
});

test('only a page of an origin of the bucket may read the answer', async () => {
  const { fields } = await ticket();
  expect((await post(fields, 'x')).headers.get('access-control-allow-origin')).toBeNull();
  aws.corsOrigins.set('files', ['http://page.example']);
  expect((await post(fields, 'x')).headers.get('access-control-allow-origin')).toBe('http://page.example');
});

test('an object has tags, until it is overwritten', async () => {
  const heard = jest.fn();
  aws.onObject(heard);
  const object = { Bucket: 'files', Key: 'a' };
  await client.send(new PutObjectCommand({ ...object, Body: 'x', Tagging: 'one=1' }));
  expect(heard).toHaveBeenCalledWith({ bucket: 'files', key: 'a', body: Buffer.from('x') });
  const tags = async () => (await client.send(new GetObjectTaggingCommand(object))).TagSet;
  expect(await tags()).toEqual([{ Key: 'one', Value: '1' }]);
  await client.send(
    new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'two & more', Value: '2' }] } }),
  );
  expect(await tags()).toEqual([{ Key: 'two & more', Value: '2' }]);
  await client.send(new PutObjectCommand({ ...object, Body: 'y' }));
  expect(await tags()).toEqual([]);
});
