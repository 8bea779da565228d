import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  DeliveryStream,
  EnableLogging,
  InputFormat,
  OutputFormat,
  S3Bucket,
  SchemaConfiguration,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { OutcomeQueries } from './outcome-queries';
import { OUTCOME_PREFIX, OutcomeTable } from './outcome-table';
import { PrivateBucket } from './private-bucket';

/** A year and a month, so that a year can be compared with the one before. */
const KEPT = Duration.days(400);

/**
 * What became of each recipient, for years and for SQL: Firehose gathers the lines into Parquet files of a day in S3.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 */
export class Results extends Construct {
  readonly bucket: PrivateBucket;
  readonly deliveryStream: DeliveryStream;
  readonly queries: OutcomeQueries;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'Bucket', { keep: KEPT });
    const { database, table } = new OutcomeTable(this, 'Outcomes', this.bucket);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.bucket, {
        dataOutputPrefix: `${OUTCOME_PREFIX}/day=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
        // Large files are what makes queries cheap; five minutes is what a person waits for the end of a campaign.
        bufferingInterval: Duration.minutes(5),
        bufferingSize: Size.mebibytes(128),
        dataFormatConversion: {
          schemaConfiguration: SchemaConfiguration.fromCfnTable(table),
          inputFormat: InputFormat.OPENX_JSON,
          outputFormat: OutputFormat.PARQUET,
        },
        loggingConfig: new EnableLogging(logGroup),
      }),
    });
    // On destroy the stream goes first, or it would write into the bucket after it was emptied.
    this.deliveryStream.node.addDependency(this.bucket);
    this.queries = new OutcomeQueries(this, 'Queries', { bucket: this.bucket, database });
  }
}
