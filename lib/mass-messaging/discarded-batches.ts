import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DlqDestinationConfig, IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket';

/**
 * Batches of a stream that Lambda gave up, with all their records: a queue or a topic would only be told their places in
 * the stream, which forgets them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class DiscardedBatches extends Construct implements IEventSourceDlq {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', { keep: Duration.days(14) });
  }

  bind(_target: IEventSourceMapping, targetHandler: IFunction): DlqDestinationConfig {
    // S3OnFailureDestination of CDK would permit reading and deleting too.
    const { bucketArn } = this.bucket;
    targetHandler.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }));
    const resources = [this.bucket.arnForObjects('*')];
    targetHandler.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources }));
    return { destination: bucketArn };
  }
}
