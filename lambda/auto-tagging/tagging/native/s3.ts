import { GetBucketTaggingCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';

/**
 * The tags of a bucket; none where S3 says NoSuchTagSet.
 *
 * @throws every other error of S3: an unread tag set must never be replaced
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const s3 = await client(access, resource);
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucketOf(resource) }));
    return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchTagSet') return {};
    throw error;
  }
}

/**
 * Adds to the tags of a bucket. PutBucketTagging replaces the whole set, so the present set is read and written back.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
 */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  const present = await readTags(access, resource);
  const TagSet = Object.entries({ ...tags, ...present }).map(([Key, Value]) => ({ Key, Value }));
  const s3 = await client(access, resource);
  await s3.send(new PutBucketTaggingCommand({ Bucket: bucketOf(resource), Tagging: { TagSet } }));
}

function bucketOf({ arn, name }: CreatedResource): string {
  return arn?.split(':::')[1] ?? name;
}

function client(access: Access, resource: CreatedResource): Promise<S3Client> {
  // A local endpoint has no host name for each bucket, and AWS takes both forms.
  return access.client('s3', resource, (config) => new S3Client({ ...config, forcePathStyle: true }));
}
