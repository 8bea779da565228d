import { PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../../../../lib/local/aws/local-aws';
import { VirtualClock } from '../../../../lib/local/virtual-clock';
import { SCAN_TAG, s3Attachments } from '../../../../services/chat-system/attachments/s3';
import type { UploadTicket } from '../../../../services/chat-system/protocol/events';

const ROOM = 'direct:ann:bob';
const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const KEY = `${ROOM}/${ID}`;
const upload = { type: 'upload', room: ROOM, id: ID, name: 'a.png', contentType: 'image/png', size: 4 } as const;
const download = { type: 'download', room: ROOM, key: KEY } as const;

describe('attachments in S3', () => {
  let aws: LocalAws;
  let client: S3Client;
  beforeEach(async () => {
    aws = await startLocalAws({ clock: new VirtualClock(Date.now()) });
    aws.buckets.set('files', new Map());
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new S3Client({ region: 'us-east-1', endpoint: aws.url, forcePathStyle: true, credentials });
  });
  afterEach(async () => {
    client.destroy();
    await aws.stop();
  });

  async function post({ url, fields }: UploadTicket, body: string, changes: Record<string, string> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) form.set(name, value);
    form.set('file', new Blob([body]), 'a.png');
    return (await fetch(url, { method: 'POST', body: form })).status;
  }

  const tag = (value: string) =>
    client.send(
      new PutObjectTaggingCommand({
        Bucket: 'files',
        Key: KEY,
        Tagging: { TagSet: [{ Key: SCAN_TAG.key, Value: value }] },
      }),
    );

  test('a form takes the file that was announced', async () => {
    const ticket = await s3Attachments(client, 'files').upload(upload);
    expect(ticket).toMatchObject({ type: 'upload', id: ID, key: KEY });
    expect(await post(ticket, 'data')).toBe(204);
    expect(String(aws.buckets.get('files')?.get(KEY))).toBe('data');
  });

  test.each([
    ['of more bytes', 'datas', {}],
    ['of no bytes', '', {}],
    ['of another type', 'data', { 'Content-Type': 'text/html' }],
    ['under another key', 'data', { key: `direct:ann:cid/${ID}` }],
    ['for everybody to read', 'data', { acl: 'public-read' }],
  ])('a form takes no file %s', async (_name, body, changes) => {
    const ticket = await s3Attachments(client, 'files').upload(upload);
    expect(await post(ticket, body, changes)).toBeGreaterThanOrEqual(400);
    expect(aws.buckets.get('files')?.size).toBe(0);
  });

  test('a form and an address are valid for five minutes', async () => {
    const from = Date.now();
    const { fields } = await s3Attachments(client, 'files').upload(upload);
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString()) as { readonly expiration: string };
    expect(Math.abs(Date.parse(policy.expiration) - from - 300_000)).toBeLessThan(10_000);
    aws.buckets.get('files')?.set(KEY, Buffer.from('data'));
    await tag(SCAN_TAG.clean);
    const { url } = await s3Attachments(client, 'files').download(download);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
  });

  test('what was scanned and found to be harmless can be fetched, and is not run by a browser', async () => {
    aws.buckets.get('files')?.set(KEY, Buffer.from('data'));
    await tag(SCAN_TAG.clean);
    const { url, key } = await s3Attachments(client, 'files').download(download);
    expect(key).toBe(KEY);
    expect(new URL(url).searchParams.get('response-content-disposition')).toBe('attachment');
    expect(await (await fetch(url)).text()).toBe('data');
  });

  test.each([
    ['was not uploaded', undefined, undefined],
    ['is not scanned yet', 'data', undefined],
    ['was found to be harmful', 'data', 'THREATS_FOUND'],
    ['could not be scanned', 'data', 'UNSUPPORTED'],
    ['failed to be scanned', 'data', 'FAILED'],
  ])('what %s cannot be fetched', async (_name, body, status) => {
    if (body !== undefined) aws.buckets.get('files')?.set(KEY, Buffer.from(body));
    if (status !== undefined) await tag(status);
    const refused = s3Attachments(client, 'files').download(download);
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', code: 'not-available' });
    // Waiting helps only where nothing was found.
    await expect(refused).rejects.toHaveProperty('retryAfterMs', status === undefined ? 2_000 : undefined);
  });
});
