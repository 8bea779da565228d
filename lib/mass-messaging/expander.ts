import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ExpanderEnvironment } from '../../lambda/mass-messaging/environment';
import { BundledFunction } from '../constructs/bundled-function';
import type { Results } from './results';
import type { Tables } from './tables';
import type { RecordTransport } from './transport';

export interface ExpanderProps {
  readonly tables: Tables;
  readonly transport: RecordTransport;
  readonly results: Results;
  readonly recipientsPerRecord: number;
  readonly batchesAtOnce: number;
}

/** The function that packs a batch of an audience into records. */
export class Expander extends Construct {
  readonly handler: BundledFunction;
  readonly recipientsPerRecord: number;
  readonly batchesAtOnce: number;

  constructor(scope: Construct, id: string, props: ExpanderProps) {
    super(scope, id);
    const { tables, transport, results, recipientsPerRecord } = props;
    this.recipientsPerRecord = recipientsPerRecord;
    this.batchesAtOnce = props.batchesAtOnce;
    this.handler = new BundledFunction(this, 'Function', {
      description: 'Packs recipients of an audience into records',
      entry: 'lambda/mass-messaging/expander.ts',
      environment: {
        [ExpanderEnvironment.campaignTableName]: tables.campaigns.tableName,
        [ExpanderEnvironment.streamName]: transport.streamName,
        [ExpanderEnvironment.queueUrl]: transport.queueUrl,
        [ExpanderEnvironment.deliveryStreamName]: results.deliveryStream.name,
        [ExpanderEnvironment.recipientsPerRecord]: `${recipientsPerRecord}`,
      },
      // Time for a transport that throttles; what is not through by then comes again as a whole.
      timeout: Duration.minutes(1),
    });
    transport.grantPut(this.handler);
    tables.campaigns.grant(this.handler, 'dynamodb:GetItem');
    results.deliveryStream.grantPut(this.handler);
  }
}
