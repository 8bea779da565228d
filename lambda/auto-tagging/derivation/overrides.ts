/** What the general method gets wrong about one call, and why. */
export interface Override {
  /** IAM resource type that the call makes, where its name says something else. */
  readonly type?: string;
  /** Flat names of the keys that hold the last identifier of the ARN, the best first, where they are called otherwise. */
  readonly identifiers?: readonly string[];
  /** The call makes nothing that can be tagged in its own right. */
  readonly skip?: true;
  /** The ARN is not in the event, and the service tags by name: the type, and the key of the name. */
  readonly byName?: { readonly type: string; readonly key: string };
  /** One line, shown in the documentation; also the reason that a person reads where the call is skipped. */
  readonly reason: string;
}

/** By the first label of the event source and the name of the call. At most 25, each because no rule covers it. */
export const overrides: Readonly<Record<string, Override>> = {
  'autoscaling:CreateAutoScalingGroup': {
    byName: { type: 'autoscaling:autoScalingGroup', key: 'autoScalingGroupName' },
    reason: 'The ARN holds a UUID that is not in the event; CreateOrUpdateTags takes the name.',
  },
  'elasticmapreduce:RunJobFlow': {
    type: 'cluster',
    identifiers: ['jobflowid'],
    reason: 'EMR called its clusters job flows, and its API still does.',
  },
  'ec2:ImportImage': {
    type: 'import-image-task',
    identifiers: ['importtaskid'],
    reason: 'The call is named after what comes of the task, and only the task exists when it returns.',
  },
  'ec2:ImportSnapshot': {
    type: 'import-snapshot-task',
    identifiers: ['importtaskid'],
    reason: 'The call is named after what comes of the task, and only the task exists when it returns.',
  },
  'cloudformation:CreateChangeSet': {
    type: 'stack',
    reason: 'A change set of a new stack makes the stack, and takes no tags itself.',
  },
  'redshift:RestoreFromClusterSnapshot': {
    type: 'cluster',
    reason: 'The name of the call does not say that it makes a cluster.',
  },
  'bedrock:CreateProvisionedModelThroughput': {
    type: 'provisioned-model',
    reason: 'The type is called a provisioned model, the call says throughput.',
  },
  'bedrock:PutResourcePolicy': {
    skip: true,
    reason: 'A resource policy is a setting of what exists already.',
  },
  'ssm:CreateActivation': {
    skip: true,
    reason: 'The tags of an activation go to the managed instances that register with it later.',
  },
  'ivs:CreateParticipantToken': { skip: true, reason: 'A participant token is a credential, not a resource.' },
  'ivschat:CreateChatToken': { skip: true, reason: 'A chat token is a credential, not a resource.' },
  'quicksight:CreateGroupMembership': { skip: true, reason: 'A group membership is not a resource.' },
  'ec2:CreateKeyPair': {
    type: 'key-pair',
    identifiers: ['keypairid', 'keyname'],
    reason: 'IAM writes the ARN with the name, the tagging calls want the id.',
  },
  'ec2:ImportKeyPair': {
    type: 'key-pair',
    identifiers: ['keypairid', 'keyname'],
    reason: 'IAM writes the ARN with the name, the tagging calls want the id.',
  },
};
