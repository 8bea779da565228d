import { group } from '../../reachability/lookup/indexes';
import type { Box } from './boxes';
import { leftOut } from './left-out';
import type { Resource } from './resources';
import { typeName } from './type-names';

/** Types that keep something. */
const keeps =
  /^AWS::(DynamoDB::(Global)?Table|S3::Bucket|RDS::DBCluster|ElastiCache::ServerlessCache|ECR::Repository|SecretsManager::Secret)$/;

/** Types that join others and are named by nobody who explains a picture. */
const joins =
  /(Association|Attachment|Policy|Permissions?|Route|Listener|TargetGroup|Integration|RecordSet|Configuration)$/;

/** The label of a box with its brackets: its name and what it is; a cylinder keeps something. */
export function labelOf({ plan, resources }: Box): string {
  const main = mainResources(plan.at, resources);
  const counts = group(main.map((resource) => [typeName(resource.type, resource.properties), resource] as const));
  const kinds = [...counts].map(([kind, { length }]) => (length > 1 ? `${length} × ${kind}` : kind));
  const name = plan.name ?? plan.at[0]?.split('/').at(-1) ?? '';
  const text = [name, ...kinds.slice(0, 3)].join('<br>');
  return main.length > 0 && main.every(({ type }) => keeps.test(type)) ? `[(${text})]` : `[${text}]`;
}

/** The resources that a box is named after: those at its paths, or else those that a person would name. */
function mainResources(at: readonly string[], resources: readonly Resource[]): readonly Resource[] {
  const exact = resources.filter(({ path }) => at.includes(path));
  if (exact.length > 0) return exact;
  const named = resources.filter(({ type }) => !leftOut.some(({ types }) => types.test(type)));
  const talkedAbout = named.filter(({ type }) => !joins.test(type));
  return [talkedAbout, named, resources].find((some) => some.length > 0) ?? [];
}
