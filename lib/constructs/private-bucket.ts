import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, type CorsRule, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ownLogs } from './own-logs';

/** Of the one function of a stack that empties buckets before they are deleted. */
const CLEANER_ID = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

export interface PrivateBucketProps {
  /** How long an object, and a version of one, is kept. @default - until somebody deletes it */
  readonly keep?: Duration;

  /** Whether an object that is overwritten stays readable by its version. @default false */
  readonly versioned?: boolean;

  /** What is forgotten, besides uploads that never ended. @default - nothing */
  readonly lifecycleRules?: readonly LifecycleRule[];

  /** Who may use it from a page of another origin. @default - nobody */
  readonly cors?: readonly CorsRule[];
}

/** A bucket without public access that takes nothing without TLS and goes with the stack. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { keep, versioned, lifecycleRules = [], cors }: PrivateBucketProps = {}) {
    super(scope, id, {
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      versioned,
      lifecycleRules: [
        {
          expiration: keep,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          ...(versioned && keep ? { noncurrentVersionExpiration: keep } : {}),
        },
        ...lifecycleRules,
      ],
      ...(cors ? { cors: [...cors] } : {}),
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A log of its reads would need a bucket too; CloudTrail data events are what production would switch on.',
    });
    ownLogs(Stack.of(this).node.findChild(CLEANER_ID));
  }
}
