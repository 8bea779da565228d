import { AwsError } from './service';

export interface LocalResource {
  readonly arn: string;
  readonly tags: Record<string, string>;
  /** Milliseconds since 1970; before that tagging calls do not find it. */
  existsFrom: number;
}

/** The resources of every account and Region, with their tags. */
export class Inventory {
  private readonly resources = new Map<string, LocalResource>();
  private readonly byLastPart = new Map<string, LocalResource>();

  /** @param unknown whether a resource that was never added exists, untagged, when it is asked for */
  constructor(private readonly unknown: 'exists' | 'absent' = 'exists') {}

  get all(): readonly LocalResource[] {
    return [...this.resources.values()];
  }

  add(arn: string, tags: Readonly<Record<string, string>> = {}, existsFrom = 0): LocalResource {
    const resource = { arn, tags: { ...tags }, existsFrom };
    this.resources.set(arn, resource);
    this.byLastPart.set(lastPart(arn), resource);
    return resource;
  }

  /** The tags of a resource, whether or not it exists yet; empty when it is unknown. */
  tagsOf(arn: string): Readonly<Record<string, string>> {
    return this.resources.get(arn)?.tags ?? {};
  }

  /**
   * The resource, if it exists at `time`.
   *
   * @throws AwsError with the code that the service uses
   */
  find(arn: string, time: number): LocalResource {
    const resource = this.resources.get(arn) ?? (this.unknown === 'exists' ? this.add(arn) : undefined);
    if (!resource || resource.existsFrom > time) throw notFound(arn);
    return resource;
  }

  /** The ARN of the same account that ends in this name or id; `otherwise` when there is none. */
  arnOf(name: string, otherwise: string): string {
    const arn = this.byLastPart.get(name)?.arn ?? otherwise;
    return !this.resources.has(otherwise) && accountOf(arn) === accountOf(otherwise) ? arn : otherwise;
  }

  /**
   * Adds tags, replacing the values of equal keys.
   *
   * @throws AwsError when it is not found, or would carry more than 50 tags
   */
  tag(arn: string, tags: Readonly<Record<string, string>>, time: number): void {
    const resource = this.find(arn, time);
    if (Object.keys({ ...resource.tags, ...tags }).length > 50) {
      throw new AwsError('TooManyTagsException', `${arn} would carry more than 50 tags`);
    }
    Object.assign(resource.tags, tags);
  }
}

const accountOf = (arn: string) => arn.split(':')[4];

const lastPart = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn;

const notFoundCodes: Readonly<Record<string, string>> = {
  ec2: 'InvalidID',
  s3: 'NoSuchBucket',
  sqs: 'AWS.SimpleQueueService.NonExistentQueue',
  iam: 'NoSuchEntity',
  rds: 'DBInstanceNotFound',
  elasticloadbalancing: 'LoadBalancerNotFound',
  sns: 'NotFound',
};

function notFound(arn: string): AwsError {
  const code = notFoundCodes[arn.split(':')[2] ?? ''] ?? 'ResourceNotFoundException';
  return new AwsError(code, `${arn} does not exist`, code === 'NoSuchEntity' || code === 'NoSuchBucket' ? 404 : 400);
}
