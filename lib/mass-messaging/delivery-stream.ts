import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcard, arnOf } from '../constructs/acknowledge-wildcards';
import type { PrivateBucket } from '../constructs/private-bucket';
import { OUTCOME_PREFIX } from './outcome-table';

export interface DeliveryStreamProps {
  readonly bucket: PrivateBucket;
  /** Whose columns the lines have. */
  readonly table: CfnTable;
}

/** Of what Firehose could not make rows, or not write. */
const ERROR_PREFIX = 'errors';

/**
 * Gathers lines of JSON into Parquet files of a day. Made from CloudFormation's own type, because CDK's construct would let
 * Firehose delete objects and read every schema of the account.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 */
export class DeliveryStream extends Construct {
  readonly name: string;
  private readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryStreamProps,
  ) {
    super(scope, id);
    const { bucket, table } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logStream = new LogStream(this, 'LogStream', { logGroup, removalPolicy: RemovalPolicy.DESTROY });
    const role = this.createRole(logGroup);
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${OUTCOME_PREFIX}/day=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: `${ERROR_PREFIX}/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
        // Large files are what makes queries cheap; five minutes is what a person waits for the end of a campaign.
        bufferingHints: { intervalInSeconds: 300, sizeInMBs: 128 },
        compressionFormat: 'UNCOMPRESSED',
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            catalogId: table.catalogId,
            databaseName: table.databaseName,
            tableName: table.ref,
            region: Aws.REGION,
            versionId: 'LATEST',
            roleArn: role.roleArn,
          },
        },
      },
    });
    // Firehose looks at once whether the role may. On destroy the stream goes first, or it would write into the bucket
    // after it was emptied.
    stream.node.addDependency(role, bucket);
    this.name = stream.ref;
    this.arn = stream.attrArn;
  }

  /** Lets somebody put lines. */
  grantPut(grantee: IGrantable): void {
    const statement = new PolicyStatement({ actions: ['firehose:PutRecordBatch'], resources: [this.arn] });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /** A metric of the stream, such as `DeliveryToS3.DataFreshness`. */
  metric(metricName: string, options: MetricOptions): Metric {
    const dimensionsMap = { DeliveryStreamName: this.name };
    return new Metric({ namespace: 'AWS/Firehose', metricName, dimensionsMap, ...options });
  }

  /** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
  private createRole(logGroup: LogGroup): Role {
    const { bucket, table } = this.props;
    const firehose = new ServicePrincipal('firehose.amazonaws.com');
    const role = new Role(this, 'Role', { description: 'Firehose writes outcomes', assumedBy: firehose });
    const allow = (actions: readonly string[], resources: readonly string[]): boolean =>
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn]);
    const objects = [OUTCOME_PREFIX, ERROR_PREFIX].map((prefix) => bucket.arnForObjects(`${prefix}/*`));
    allow(['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], objects);
    const glue = `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    allow(
      ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
      [`${glue}:catalog`, `${glue}:database/${table.databaseName}`, `${glue}:table/${table.databaseName}/${table.ref}`],
    );
    allow(['logs:PutLogEvents'], [logGroup.logGroupArn]);
    for (const prefix of [OUTCOME_PREFIX, ERROR_PREFIX]) {
      acknowledgeWildcard(role, `${arnOf(bucket)}/${prefix}/*`, 'Firehose names the files itself.');
    }
    return role;
  }
}
