import { AutoScalingClient, CreateOrUpdateTagsCommand, DescribeTagsCommand } from '@aws-sdk/client-auto-scaling';
import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';

const ResourceType = 'auto-scaling-group';

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const autoScaling = await client(access, resource);
  const Filters = [{ Name: 'auto-scaling-group', Values: [resource.name] }];
  const { Tags: tags = [] } = await autoScaling.send(new DescribeTagsCommand({ Filters }));
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/**
 * Tags the group by name, since its ARN holds a UUID that the creating call does not return. Instances do not inherit
 * the tags: they have creating calls of their own.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html
 */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  const autoScaling = await client(access, resource);
  const group = { ResourceId: resource.name, ResourceType, PropagateAtLaunch: false };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ ...group, Key, Value }));
  await autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
}

function client(access: Access, resource: CreatedResource): Promise<AutoScalingClient> {
  return access.client('auto-scaling', resource, (config) => new AutoScalingClient(config));
}
