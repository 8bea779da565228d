import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket';
import { DeliveryStream } from './delivery-stream';
import { OutcomeQueries } from './outcome-queries';
import { OutcomeTable } from './outcome-table';

/** A year and a month, so that a year can be compared with the one before. */
const KEPT = Duration.days(400);

/** What became of each recipient, for a year and for SQL. */
export class Results extends Construct {
  readonly deliveryStream: DeliveryStream;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new PrivateBucket(this, 'Bucket', { keep: KEPT });
    const { database, table } = new OutcomeTable(this, 'Outcomes', bucket);
    this.deliveryStream = new DeliveryStream(this, 'DeliveryStream', { bucket, table });
    new OutcomeQueries(this, 'Queries', { bucket, database });
  }
}
