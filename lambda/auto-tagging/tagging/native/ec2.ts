import { CreateTagsCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const ec2 = await client(access, resource);
  const Filters = [{ Name: 'resource-id', Values: [resource.name] }];
  const { Tags: tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters }));
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  const ec2 = await client(access, resource);
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await ec2.send(new CreateTagsCommand({ Resources: [resource.name], Tags }));
}

function client(access: Access, resource: CreatedResource): Promise<EC2Client> {
  return access.client('ec2', resource, (config) => new EC2Client(config));
}
