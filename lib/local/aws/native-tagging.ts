import { checkTags } from './resource-groups-tagging';
import { type CallContext, type Input, list, type Operation, type Operations, tagList, tagMap, text } from './service';
import type { State } from './state';

/**
 * Tags one resource, as every native call does in the end.
 *
 * @throws AwsError
 */
export function tagOne(
  { inventory, faults }: State,
  arn: string,
  tags: Readonly<Record<string, string>>,
  time: number,
): void {
  checkTags(tags);
  const error = faults.onArn?.(arn, time);
  if (error) throw error;
  inventory.tag(arn, tags, time);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export function ec2(state: State): Operations {
  const arnOf = (id: string, { region, accountId }: CallContext) =>
    state.inventory.arnOf(id, `arn:aws:ec2:${region}:${accountId}:${ec2Type(id)}/${id}`);
  return {
    CreateTags: ({ ResourceId, Tag }, context) => {
      for (const id of list(ResourceId).map(text)) tagOne(state, arnOf(id, context), tagMap(Tag), context.time);
      return { return: true };
    },
    DescribeTags: ({ Filter }, context) => {
      const wanted = (list(Filter) as Input[]).find(({ Name }) => Name === 'resource-id');
      const tagSet = list(wanted?.Value)
        .map(text)
        .flatMap((id) =>
          tagList(state.inventory.tagsOf(arnOf(id, context))).map(({ Key, Value }) => ({
            resourceId: id,
            resourceType: ec2Type(id),
            key: Key,
            value: Value,
          })),
        );
      return { tagSet };
    },
  };
}

const ec2Types: Readonly<Record<string, string>> = {
  i: 'instance',
  vol: 'volume',
  snap: 'snapshot',
  ami: 'image',
  sg: 'security-group',
  eni: 'network-interface',
  rtb: 'route-table',
  igw: 'internet-gateway',
  eipalloc: 'elastic-ip',
  lt: 'launch-template',
};

const ec2Type = (id: string) => {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  return ec2Types[prefix] ?? prefix;
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html and its neighbours */
export function iam(state: State): Operations {
  const kinds: Readonly<Record<string, { readonly input: string; readonly path?: string }>> = {
    Role: { input: 'RoleName', path: 'role' },
    User: { input: 'UserName', path: 'user' },
    InstanceProfile: { input: 'InstanceProfileName', path: 'instance-profile' },
    ServerCertificate: { input: 'ServerCertificateName', path: 'server-certificate' },
    Policy: { input: 'PolicyArn' },
    MFADevice: { input: 'SerialNumber' },
    OpenIDConnectProvider: { input: 'OpenIDConnectProviderArn' },
    SAMLProvider: { input: 'SAMLProviderArn' },
  };
  const operations: Record<string, Operation> = {};
  for (const [kind, { input, path }] of Object.entries(kinds)) {
    const arnOf = (name: string, accountId: string) =>
      path ? state.inventory.arnOf(name, `arn:aws:iam::${accountId}:${path}/${name}`) : name;
    operations[`Tag${kind}`] = (given, { accountId, time }) => {
      tagOne(state, arnOf(text(given[input]), accountId), tagMap(given.Tags), time);
      return {};
    };
    operations[`List${kind}Tags`] = (given, { accountId, time }) => {
      const { tags } = state.inventory.find(arnOf(text(given[input]), accountId), time);
      return { Tags: tagList(tags), IsTruncated: false };
    };
  }
  return operations;
}

/** The ARN under which the inventory keeps an Auto Scaling group: the real one holds a UUID that no caller knows. */
export const autoScalingGroupArn = (name: string, { region, accountId }: Pick<CallContext, 'region' | 'accountId'>) =>
  `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/${name}`;

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export function autoScaling(state: State): Operations {
  return {
    CreateOrUpdateTags: ({ Tags }, context) => {
      for (const tag of list(Tags) as Input[]) {
        tagOne(state, autoScalingGroupArn(text(tag.ResourceId), context), tagMap([tag]), context.time);
      }
      return {};
    },
    DescribeTags: ({ Filters }, context) => {
      const wanted = (list(Filters) as Input[]).find(({ Name }) => Name === 'auto-scaling-group');
      const tags = list(wanted?.Values)
        .map(text)
        .flatMap((name) =>
          tagList(state.inventory.tagsOf(autoScalingGroupArn(name, context))).map((tag) => ({
            ResourceId: name,
            ResourceType: 'auto-scaling-group',
            ...tag,
            PropagateAtLaunch: false,
          })),
        );
      return { Tags: tags };
    },
  };
}

/**
 * `TagResource` and `ListTagsForResource` of any service that speaks JSON, whatever it calls their members.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html for an example
 */
export function genericTagging(state: State): Operations {
  const arnIn = (input: Input) => text(Object.values(input).find((value) => /^arn:/.test(text(value))));
  const tagsIn = (input: Input) => {
    const [, tags] =
      Object.entries(input).find(([name, value]) => /tag/i.test(name) && typeof value === 'object') ?? [];
    return tagMap(tags);
  };
  const tag: Operation = (input, { time }) => {
    tagOne(state, arnIn(input), tagsIn(input), time);
    return {};
  };
  const read: Operation = (input, { time }) => {
    const { tags } = state.inventory.find(arnIn(input), time);
    return { tags, Tags: tagList(tags), TagList: tagList(tags) };
  };
  return {
    TagResource: tag,
    AddTags: tag,
    AddTagsToResource: tag,
    ListTagsForResource: read,
    ListTags: read,
    ListTagsOfResource: read,
  };
}
