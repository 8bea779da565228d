import { Aws, Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ResultLine } from '../../lambda/mass-messaging/outcome';

/** Where the outcomes lie in their bucket, a folder for each day. */
export const OUTCOME_PREFIX = 'outcomes';

/** Types of SQL for what the sender and the expander tell of a recipient. */
const COLUMNS: Readonly<Record<keyof ResultLine, string>> = {
  campaign: 'string',
  recipient: 'string',
  outcome: 'string',
  at: 'timestamp',
  attempts: 'int',
  position: 'int',
  reason: 'string',
};

/** The first day that a query may ask for: nothing is older than this exercise. */
const FIRST_DAY = '2026-01-01';

/**
 * What Athena and Firehose know of the outcomes. Partitions are computed from the day in a query, so that nothing has to
 * crawl the bucket.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export class OutcomeTable extends Construct {
  readonly database: CfnDatabase;
  readonly table: CfnTable;

  constructor(scope: Construct, id: string, bucket: IBucket) {
    super(scope, id);
    const location = `s3://${bucket.bucketName}/${OUTCOME_PREFIX}`;
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      // People write it into SQL, where a generated name with capitals and hyphens would be in the way.
      databaseInput: { name: sqlName(Stack.of(this).stackName), description: 'Outcomes of campaigns' },
    });
    this.table = new CfnTable(this, 'Table', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: this.database.ref,
      tableInput: {
        name: 'outcomes',
        description: 'What became of each recipient of each campaign',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'day', type: 'string' }],
        parameters: {
          classification: 'parquet',
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy-MM-dd',
          'projection.day.range': `${FIRST_DAY},NOW`,
          'storage.location.template': `${location}/day=\${day}`,
        },
        storageDescriptor: {
          columns: Object.entries(COLUMNS).map(([name, type]) => ({ name, type })),
          location,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
  }
}

/** A name that needs no quotes in SQL. */
const sqlName = (name: string): string => name.toLowerCase().replaceAll(/\W/g, '_');
