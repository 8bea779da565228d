import {
  IAMClient,
  ListInstanceProfileTagsCommand,
  ListMFADeviceTagsCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListSAMLProviderTagsCommand,
  ListServerCertificateTagsCommand,
  ListUserTagsCommand,
  type Tag,
  TagInstanceProfileCommand,
  TagMFADeviceCommand,
  TagOpenIDConnectProviderCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagSAMLProviderCommand,
  TagServerCertificateCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';

/** IAM has no tagging call for this type of resource. */
export class NotTaggableError extends Error {
  override readonly name = 'NotTaggableError';
}

interface Calls {
  readonly list: (iam: IAMClient, id: string) => Promise<{ readonly Tags?: Tag[] }>;
  readonly tag: (iam: IAMClient, id: string, Tags: Tag[]) => Promise<unknown>;
}

/** By the type in the ARN; the calls take the ARN, or its last part where `byName` says so. */
const calls: Readonly<Record<string, Calls & { readonly byName?: true }>> = {
  role: {
    byName: true,
    list: (iam, RoleName) => iam.send(new ListRoleTagsCommand({ RoleName })),
    tag: (iam, RoleName, Tags) => iam.send(new TagRoleCommand({ RoleName, Tags })),
  },
  user: {
    byName: true,
    list: (iam, UserName) => iam.send(new ListUserTagsCommand({ UserName })),
    tag: (iam, UserName, Tags) => iam.send(new TagUserCommand({ UserName, Tags })),
  },
  'instance-profile': {
    byName: true,
    list: (iam, InstanceProfileName) => iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName })),
    tag: (iam, InstanceProfileName, Tags) => iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags })),
  },
  'server-certificate': {
    byName: true,
    list: (iam, ServerCertificateName) => iam.send(new ListServerCertificateTagsCommand({ ServerCertificateName })),
    tag: (iam, ServerCertificateName, Tags) =>
      iam.send(new TagServerCertificateCommand({ ServerCertificateName, Tags })),
  },
  policy: {
    list: (iam, PolicyArn) => iam.send(new ListPolicyTagsCommand({ PolicyArn })),
    tag: (iam, PolicyArn, Tags) => iam.send(new TagPolicyCommand({ PolicyArn, Tags })),
  },
  'oidc-provider': {
    list: (iam, OpenIDConnectProviderArn) =>
      iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn })),
    tag: (iam, OpenIDConnectProviderArn, Tags) =>
      iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags })),
  },
  'saml-provider': {
    list: (iam, SAMLProviderArn) => iam.send(new ListSAMLProviderTagsCommand({ SAMLProviderArn })),
    tag: (iam, SAMLProviderArn, Tags) => iam.send(new TagSAMLProviderCommand({ SAMLProviderArn, Tags })),
  },
  mfa: {
    list: (iam, SerialNumber) => iam.send(new ListMFADeviceTagsCommand({ SerialNumber })),
    tag: (iam, SerialNumber, Tags) => iam.send(new TagMFADeviceCommand({ SerialNumber, Tags })),
  },
};

/** @throws NotTaggableError, or what IAM throws */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const { iam, type, id } = await target(access, resource);
  const { Tags: tags = [] } = await type.list(iam, id);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** @throws NotTaggableError, or what IAM throws */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  const { iam, type, id } = await target(access, resource);
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await type.tag(iam, id, list);
}

async function target(access: Access, resource: CreatedResource) {
  const { arn = '' } = resource;
  const [, typeName = '', path = ''] = /^arn:[^:]*:iam::[^:]*:([^/]+)\/(.+)$/.exec(arn) ?? [];
  const type = Object.hasOwn(calls, typeName) ? calls[typeName] : undefined;
  if (type === undefined) throw new NotTaggableError(`IAM has no tags for ${arn === '' ? resource.type : arn}`);
  const iam = await access.client('iam', resource, (config) => new IAMClient(config));
  return { iam, type, id: type.byName ? path.slice(path.lastIndexOf('/') + 1) : arn };
}
