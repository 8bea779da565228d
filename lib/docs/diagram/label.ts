import { group } from '../../reachability/lookup/indexes';
import type { Box } from './boxes';
import { reasonToLeaveOut } from './left-out';
import { type BoxPlan, DiagramPlanError } from './plan';
import type { Resource, Resources } from './resources';
import { capital, typeName } from './type-names';

/** Types that keep something. */
const keeps =
  /^AWS::(DynamoDB::(Global)?Table|S3::Bucket|RDS::DBCluster|ElastiCache::ServerlessCache|ECR::Repository|SecretsManager::Secret)$/;

/** Types that join others, and that nobody names who explains a picture. */
const joins =
  /(Association|Attachment|Propagation|Policy|Permissions?|Route|RouteTable|Listener|TargetGroup|RecordSet|Configuration)$/;

/**
 * The label of a box with its brackets: its name and what it is; a cylinder keeps something.
 *
 * @throws DiagramPlanError where a box has none of a kind that its plan names
 */
export function labelOf(box: Box, resources: Resources): string {
  const main = mainResources(box, resources);
  const counts = group(main.map(({ type, properties }) => [typeName(type, properties), type] as const));
  const kinds = [...counts].map(([kind, { length }]) => (length > 1 ? `${length} × ${kind}` : capital(kind)));
  const name = nameOf(box.plan);
  const more = kinds.filter((kind) => kind.toLowerCase() !== name[0]?.toLowerCase());
  const text = [...name, ...more.slice(0, 3)].join('<br>');
  return main.length > 0 && main.every(({ type }) => keeps.test(type)) ? `[(${text})]` : `[${text}]`;
}

function nameOf({ at, name, types }: BoxPlan): readonly string[] {
  if (name !== undefined) return [name];
  return types === undefined ? [at[0]?.split('/').at(-1) ?? ''] : [];
}

/** The resources that a box is: of the kinds of its plan, at its paths, or those that a person would name. */
function mainResources({ plan, resources: own }: Box, resources: Resources): readonly Resource[] {
  if (plan.kinds !== undefined) {
    const missing = plan.kinds.filter((kind) => !own.some(({ type }) => type === kind));
    if (missing.length > 0) throw new DiagramPlanError(`no ${missing.join(', ')} at ${plan.at.join(', ')}`);
    return plan.kinds.flatMap((kind) => own.filter(({ type }) => type === kind));
  }
  const exact = own.filter(({ path }) => plan.at.includes(path));
  const named = own.filter((resource) => reasonToLeaveOut(resource, resources) === undefined);
  const talkedAbout = named.filter(({ type }) => !joins.test(type));
  return [exact, talkedAbout, named, own].find((some) => some.length > 0) ?? [];
}
