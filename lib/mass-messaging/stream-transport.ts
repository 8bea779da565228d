import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { acknowledgeWildcard, arnOf } from '../constructs/acknowledge-wildcards';
import { ALARM_PERIOD, RunbookAlarm } from '../constructs/alarm';
import type { BundledFunction } from '../constructs/bundled-function';
import { MAX_DELIVERIES } from './attempts';
import type { Capacity } from './capacity';
import { DiscardedBatches } from './discarded-batches';
import type { RecordTransport } from './transport';

export interface StreamTransportProps {
  readonly capacity: Capacity;
}

const RETENTION = Duration.hours(24);

/**
 * Kinesis: a log in order of each shard, which can be read again. It has no dead letters of its own: a batch that is given
 * up goes to S3 with all its records, since a queue would be told its place in the stream only.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class StreamTransport extends Construct implements RecordTransport {
  readonly streamName: string;
  readonly queueUrl = '';
  /** Batches that were given up, with their records; see the runbook for how to bring them back. */
  readonly discarded: DiscardedBatches;
  private readonly stream: Stream;
  private readonly source: KinesisEventSource;

  constructor(scope: Construct, id: string, { capacity }: StreamTransportProps) {
    super(scope, id);
    this.stream = new Stream(this, 'Stream', {
      streamMode: StreamMode.PROVISIONED,
      shardCount: capacity.shards,
      retentionPeriod: RETENTION,
      encryption: StreamEncryption.MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.streamName = this.stream.streamName;
    this.discarded = new DiscardedBatches(this, 'Discarded');
    this.source = new KinesisEventSource(this.stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: capacity.batchSize,
      maxBatchingWindow: Duration.seconds(capacity.batchingWindow),
      parallelizationFactor: capacity.parallelizationFactor,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: MAX_DELIVERIES,
      // Lambda has to give a record up before the stream forgets it, or nobody would keep it.
      maxRecordAge: RETENTION.minus(Duration.hours(1)),
      onFailure: this.discarded,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
  }

  get age(): RecordTransport['age'] {
    const metric = this.stream.metricGetRecordsIteratorAgeMilliseconds({
      statistic: Stats.MAXIMUM,
      period: ALARM_PERIOD,
    });
    return { metric, unit: 'milliseconds' };
  }

  grantPut(grantee: IGrantable): void {
    this.stream.grant(grantee, 'kinesis:PutRecords');
  }

  feed(sender: BundledFunction): void {
    sender.addEventSource(this.source);
    const objects = `${arnOf(this.discarded.bucket)}/*`;
    acknowledgeWildcard(sender.executionRole, objects, 'Lambda names the objects of discarded batches itself.');
  }

  alarms(): readonly RunbookAlarm[] {
    const metric = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'OnFailureDestinationDeliveredEventCount',
      dimensionsMap: { EventSourceMappingUUID: this.source.eventSourceMappingId },
      statistic: Stats.SUM,
      period: ALARM_PERIOD,
    });
    const description = 'Lambda gave records of the stream up';
    return [new RunbookAlarm(this, 'DiscardedRecords', { description, article: 'discarded-records', metric })];
  }
}
