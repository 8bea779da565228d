import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledgeWildcard, arnOf } from '../constructs/acknowledge-wildcards';
import { acknowledgeManagedPolicies, LAMBDA_BASIC } from '../constructs/managed-policies';
import { webClientFiles } from './web-client';

/** Of the one function of a stack that puts files into buckets: CDK derives it from a constant of its own. */
const FUNCTION_ID = 'Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C';

export interface WebFilesProps {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** What the web client reads from `/config.json`. */
  readonly clientConfig: unknown;
}

/**
 * The files of the web client in a bucket, and gone from CloudFront's caches when they have changed.
 *
 * `config.json` holds what only a deployment knows, which is why they are put there by a function and not by `aws s3
 * sync` of whoever deploys.
 */
export class WebFiles extends Construct {
  constructor(scope: Construct, id: string, { bucket, distribution, clientConfig }: WebFilesProps) {
    super(scope, id);
    new BucketDeployment(this, 'Deployment', {
      sources: [
        ...webClientFiles().map(({ path, text }) => Source.data(path, text)),
        Source.jsonData('config.json', clientConfig),
      ],
      destinationBucket: bucket,
      distribution,
      cacheControl: [CacheControl.fromString('public, max-age=60, must-revalidate')],
      retainOnDelete: false,
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    acknowledgeFunction(this, bucket);
  }
}

function acknowledgeFunction(scope: Construct, bucket: Bucket): void {
  const singleton = Stack.of(scope).node.findChild(FUNCTION_ID);
  acknowledgeManagedPolicies(singleton, [LAMBDA_BASIC], 'CDK makes this role.');
  const granted =
    'CDK grants its function what it takes to read assets, to put and to delete the files of this bucket.';
  for (const action of ['GetObject', 'GetBucket', 'List', 'DeleteObject', 'Abort']) {
    Validations.of(singleton).acknowledge({ id: `AwsSolutions-IAM5[Action::s3:${action}*]`, reason: granted });
  }
  acknowledgeWildcard(singleton, `${arnOf(bucket)}/*`, granted);
  const assets = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*';
  acknowledgeWildcard(singleton, assets, granted);
  acknowledgeWildcard(singleton, '*', 'CDK lets its function take files out of the caches of any distribution.');
  const reason = 'CDK chooses the runtime of its own function.';
  Validations.of(singleton).acknowledge({ id: 'AwsSolutions-L1', reason });
}
