import { GetObjectCommand, GetObjectTaggingCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Refusal } from '../rooms/refusal';
import type { Attachments } from './attachments';

/**
 * The tag that GuardDuty Malware Protection for S3 sets on an object that it has scanned, and its only good value.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html
 */
export const SCAN_TAG = { key: 'GuardDutyMalwareScanStatus', clean: 'NO_THREATS_FOUND' } as const;

/** For which a form or an address is valid. */
const VALID_SECONDS = 300;

/** When it makes sense to ask again for what is not scanned yet. */
const SCAN_MILLISECONDS = 2_000;

/** Attachments in a bucket. Their bytes never pass through a server of the chat. */
export function s3Attachments(client: S3Client, bucket: string): Attachments {
  return {
    async upload({ room, id, contentType, size }) {
      const key = `${room}/${id}`;
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Expires: VALID_SECONDS,
        Fields: { 'Content-Type': contentType },
        // Key, bucket and the fields above are conditions as well; nothing else may be in the form.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
        Conditions: [['content-length-range', 1, size]],
      });
      return { type: 'upload', id, key, url, fields };
    },

    async download({ key }) {
      const status = await scanStatus(client, bucket, key);
      if (status === undefined) throw new Refusal('not-available', 'not scanned yet', SCAN_MILLISECONDS);
      if (status !== SCAN_TAG.clean) throw new Refusal('not-available', 'the scan did not find it to be harmless');
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        // A browser shows it in a page that asks for it, and stores it when it is opened by itself.
        ResponseContentDisposition: 'attachment',
      });
      return { type: 'download', key, url: await getSignedUrl(client, command, { expiresIn: VALID_SECONDS }) };
    },
  };
}

async function scanStatus(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
    return TagSet.find(({ Key }) => Key === SCAN_TAG.key)?.Value;
  } catch (error) {
    // Who may not list the bucket is told 403 for an object that is not there.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 403 || status === 404) throw new Refusal('not-available', 'not uploaded', SCAN_MILLISECONDS);
    throw error;
  }
}
