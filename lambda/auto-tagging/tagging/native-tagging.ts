import type { CreatedResource } from '../derivation/derivation';
import type { Tags } from '../policy/decide';
import type { Access } from './access';

interface Native {
  readonly readTags: (access: Access, resource: CreatedResource) => Promise<Tags>;
  readonly addTags: (access: Access, resource: CreatedResource, tags: Tags) => Promise<void>;
}

/**
 * Whether the Resource Groups Tagging API is of no use for the resource: it does not return IAM and Auto Scaling
 * resources, and it takes nothing without an ARN.
 *
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
 */
export function isNativeOnly({ arn, type }: CreatedResource): boolean {
  return arn === undefined || type.startsWith('iam:') || type.startsWith('autoscaling:');
}

/** Tags that the service itself returns. */
export async function readNativeTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const native = await load(resource);
  return native.readTags(access, resource);
}

/**
 * Adds tags by the service's own call, after a look at those that are there: an existing value is never replaced.
 *
 * @throws what the service's call throws
 */
export async function addNativeTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  const native = await load(resource);
  const present = await native.readTags(access, resource);
  const missing = Object.entries(tags).filter(([key]) => !Object.hasOwn(present, key));
  if (missing.length > 0) await native.addTags(access, resource, Object.fromEntries(missing));
}

/** Loads only what the resource needs: these clients are larger than the rest of the function. */
function load({ type, arn }: CreatedResource): Promise<Native> {
  const service = type.split(':')[0];
  if (service === 'iam') return import('./native/iam');
  if (service === 'autoscaling') return import('./native/auto-scaling');
  if (service === 'ec2') return import('./native/ec2');
  if (service === 's3' && /^arn:[^:]*:s3:::[^/]+$/.test(arn ?? '')) return import('./native/s3');
  return import('./native/generic');
}
