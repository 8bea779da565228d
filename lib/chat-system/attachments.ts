import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcard, arnOf } from '../constructs/acknowledge-wildcards';
import { PrivateBucket } from '../constructs/private-bucket';
import type { ChatSystemConfig, HomeConfig } from './config';
import { MalwareScan, SCAN_TAG } from './malware-scan';

export interface AttachmentsProps {
  /** Of web clients, such as `https://chat.example.com`; `*` may stand for a part of the name. */
  readonly origins: readonly string[];
  /** Whose bucket it is. @default - the stack's own */
  readonly home?: HomeConfig;
}

/**
 * From where files are posted. CloudFront's own name is known only after the bucket, whose name its policy for content
 * holds; what lets somebody post is the signature in the form, and no origin.
 */
export const attachmentOrigins = ({ domain, allowedOrigins = [] }: ChatSystemConfig): readonly string[] => [
  `https://${domain?.name ?? '*.cloudfront.net'}`,
  ...allowedOrigins,
];

/**
 * Files that messages point to. GuardDuty scans each and tags it, and only what it found to be harmless can be read: the
 * role that signs downloads has no permission for anything else, so that a fault in its code opens nothing.
 */
export class Attachments extends Construct {
  readonly bucket: IBucket;

  /** Where files are put and read, such as `https://<bucket>.s3.<Region>.amazonaws.com`. */
  readonly origin: string;

  constructor(scope: Construct, id: string, { origins, home }: AttachmentsProps) {
    super(scope, id);
    this.bucket = home ? this.sharedBucket(home) : this.createBucket(origins);
    this.origin = `https://${this.bucket.bucketRegionalDomainName}`;
  }

  private sharedBucket({ attachmentsBucket, region }: HomeConfig): IBucket {
    return Bucket.fromBucketAttributes(this, 'Bucket', { bucketName: attachmentsBucket, region });
  }

  private createBucket(origins: readonly string[]): Bucket {
    const bucket = new PrivateBucket(this, 'Bucket', {
      cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: [...origins], allowedHeaders: ['*'], maxAge: 3600 }],
      lifecycleRules: [{ tagFilters: { [SCAN_TAG.key]: SCAN_TAG.harmful }, expiration: Duration.days(1) }],
    });
    new MalwareScan(this, 'Scan', bucket);
    return bucket;
  }

  /**
   * Lets somebody sign uploads, look at the result of a scan, and sign downloads of what was found to be harmless.
   *
   * Not by the grants of Bucket: that for uploads also lets tag, and who can tag can call anything harmless.
   *
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/tag-based-access-s3-malware-protection.html
   */
  grantUse(grantee: IGrantable): void {
    const resources = [this.bucket.arnForObjects('*')];
    const { grantPrincipal } = grantee;
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObjectTagging'], resources }),
    );
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources,
        conditions: { StringEquals: { [`s3:ExistingObjectTag/${SCAN_TAG.key}`]: SCAN_TAG.harmless } },
      }),
    );
    if (Construct.isConstruct(grantee)) {
      const arn = this.bucket.node.defaultChild
        ? arnOf(this.bucket)
        : `arn:<AWS::Partition>:s3:::${this.bucket.bucketName}`;
      acknowledgeWildcard(grantee, `${arn}/*`, 'Its keys are rooms and uploads.');
    }
  }
}
