import { RateLimit } from './rate-limit';
import { AwsError, list, type Operations, tagList, tagMap, text } from './service';
import type { State } from './state';

/** Services whose ARNs make TagResources refuse the whole call. */
const unsupported = /^arn:[^:]+:(iam:[^:]*:[^:]*:(user|role|group|policy|instance-profile)\/|autoscaling:)/;

const wellFormed = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|):.+$/;

/** Services that are reached in us-east-1, whatever their ARNs say. */
const globalServices = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'globalaccelerator', 'waf', 'shield']);

/**
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html the limits of 5 and 15 calls a second
 */
export function resourceGroupsTagging({ inventory, faults, limits }: State): Operations {
  const tagResources = new RateLimit(limits.tagResources);
  const getResources = new RateLimit(limits.getResources);
  return {
    TagResources: ({ ResourceARNList, Tags }, { accountId, region, time }) => {
      const arns = list(ResourceARNList).map(text);
      const tags = tagMap(Tags);
      checkArns(arns, 20, region);
      checkTags(tags);
      tagResources.take(`${accountId} ${region}`, time);
      const failures: Record<string, unknown> = {};
      for (const arn of arns) {
        const error = faults.onArn?.(arn, time) ?? attempt(() => inventory.tag(arn, tags, time));
        if (error) failures[arn] = { StatusCode: error.status, ErrorCode: error.code, ErrorMessage: error.message };
      }
      return { FailedResourcesMap: failures };
    },

    GetResources: ({ ResourceARNList, ResourcesPerPage, PaginationToken }, { accountId, region, time }) => {
      const arns = ResourceARNList === undefined ? undefined : list(ResourceARNList).map(text);
      if (arns) checkArns(arns, 100, region);
      const wanted = arns && new Set(arns);
      getResources.take(`${accountId} ${region}`, time);
      // Resources that never had a tag are not returned.
      const found = inventory.all.filter(
        ({ arn, tags, existsFrom }) =>
          existsFrom <= time &&
          Object.keys(tags).length > 0 &&
          !unsupported.test(arn) &&
          (wanted ? wanted.has(arn) : arn.split(':')[3] === region),
      );
      const start = Number(PaginationToken || 0);
      const end = start + Number(ResourcesPerPage ?? 50);
      return {
        PaginationToken: !wanted && end < found.length ? String(end) : '',
        ResourceTagMappingList: (wanted ? found : found.slice(start, end)).map(({ arn, tags }) => ({
          ResourceARN: arn,
          Tags: tagList(tags),
        })),
      };
    },
  };
}

function attempt(action: () => void): AwsError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function checkArns(arns: readonly string[], most: number, region: string): void {
  if (arns.length < 1 || arns.length > most) throw invalid(`ResourceARNList must hold 1 to ${most} ARNs`);
  if (new Set(arns).size < arns.length) throw invalid('ResourceARNList holds an ARN twice');
  for (const arn of arns) {
    if (!wellFormed.test(arn) || arn.length > 1011) throw invalid(`not a valid ARN: ${arn}`);
    if (unsupported.test(arn)) throw invalid(`not supported by this operation: ${arn}`);
    const [, , service = '', itsRegion = ''] = arn.split(':');
    const home = globalServices.has(service) ? 'us-east-1' : itsRegion || region;
    if (home !== region) throw invalid(`${arn} is not in ${region}`);
  }
}

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html#tag-conventions */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length < 1 || entries.length > 50) throw invalid('1 to 50 tags are needed');
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128) throw invalid(`tag key of ${key.length} characters`);
    if (value.length > 256) throw invalid(`tag value of ${value.length} characters`);
    if (/^aws:/i.test(key)) throw invalid(`tag key starts with aws: ${key}`);
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value)) throw invalid(`character not allowed: ${key}=${value}`);
  }
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
