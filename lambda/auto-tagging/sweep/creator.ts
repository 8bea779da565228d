import { creatingPrefixes } from '../derivation/creating-prefixes';
import type { FoundResource } from './found-resource';

/** A CloudTrail record as LookupEvents hands it over, parsed. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** These prefixes also change or start what exists, so that only a lack of better makes one of them a creation. */
const doubtful: readonly string[] = ['Put'];
const notCreating: readonly string[] = ['Start', 'Add', 'Connect', 'Deploy', 'Publish', 'Upload', 'Submit', 'Export'];
const sure = creatingPrefixes.filter((prefix) => !doubtful.includes(prefix) && !notCreating.includes(prefix));

/** Where the name of the call and the type of the resource share no word. */
const otherNouns: Readonly<Record<string, string>> = { elasticip: 'address' };

/**
 * The names under which CloudTrail may know a resource, likeliest first: what follows the type in the ARN, the ARN, the
 * last part of it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
export function lookupNames(arn: string): readonly string[] {
  const resource = arn.split(':').slice(5).join(':');
  const afterType = /^[a-z0-9-]+[:/](.+)$/iu.exec(resource)?.[1] ?? resource;
  const last = resource.split(/[:/]/u).findLast(Boolean) ?? resource;
  return [...new Set([afterType, arn, last])];
}

/**
 * The event that created the resource: the oldest that succeeded, belongs to it and creates its kind. Undefined rather
 * than a guess, for the owner of a resource pays.
 *
 * @param records events that name the resource, in any order
 */
export function creatingEvent(
  { arn, resourceType }: FoundResource,
  records: readonly CloudTrailRecord[],
): CloudTrailRecord | undefined {
  const service = arn.split(':')[2];
  const noun = nounOf(resourceType);
  const candidates = records
    .filter((record) => !record.errorCode && !record.errorMessage && String(record.readOnly) !== 'true')
    .filter((record) => record.eventSource === `${service}.amazonaws.com` || JSON.stringify(record).includes(arn))
    .sort((one, other) => String(one.eventTime).localeCompare(String(other.eventTime)));
  const creates = (prefixes: readonly string[]) => (record: CloudTrailRecord) => {
    const name = String(record.eventName);
    const prefix = prefixes.find((start) => name.startsWith(start));
    return prefix !== undefined && name.slice(prefix.length).toLowerCase().includes(noun);
  };
  return candidates.find(creates(sure)) ?? candidates.find(creates(doubtful));
}

function nounOf(resourceType: string): string {
  const [, type = ''] = resourceType.split(':');
  const [first = ''] = type.split('/');
  const noun = first.toLowerCase().replace(/[^a-z0-9]/gu, '');
  return otherNouns[noun] ?? noun;
}
