import { Duration, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface OutcomeQueriesProps {
  /** Of the outcomes; answers to queries lie beside them for a month. */
  readonly bucket: Bucket;
  readonly database: CfnDatabase;
}

const GIBIBYTE = 1024 ** 3;

/**
 * A line may be written twice when an environment crashes, and a dead letter that was redriven ends again: whoever was
 * delivered was, and else the last line counts. Lines without a readable recipient are told apart by their position.
 */
const ENDS = `select recipient, position_if_unknown,
  if(bool_or(outcome = 'delivered'), 'delivered', max_by(outcome, at)) as outcome,
  max_by(reason, at) as reason, max(at) as at
from (select *, if(recipient = '', position) as position_if_unknown from outcomes
  where campaign = ? and day between ? and ?)
group by recipient, position_if_unknown`;

const QUERIES = [
  {
    name: 'outcomes of a campaign',
    sql: `select outcome, count(*) as recipients from (${ENDS}) group by outcome order by recipients desc`,
  },
  {
    name: 'recipients to look at',
    sql: `select * from (${ENDS}) where outcome in ('refused', 'dead-lettered', 'invalid') order by at`,
  },
  {
    name: 'a year by month',
    sql: `select substr(day, 1, 7) as month, outcome, count(*) as lines
from outcomes where day between ? and ? group by 1, 2 order by 1, 2`,
  },
] as const;

/**
 * An Athena workgroup that encrypts answers, and stops a query that reads more than a year of outcomes should hold.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
 */
export class OutcomeQueries extends Construct {
  readonly workGroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, { bucket, database }: OutcomeQueriesProps) {
    super(scope, id);
    bucket.addLifecycleRule({ prefix: 'queries/', expiration: Duration.days(30) });
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      // Athena generates none. The stack's own name keeps two stacks of one Region apart.
      name: Stack.of(this).stackName,
      description: 'Outcomes of campaigns',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 50 * GIBIBYTE,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/queries/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const [index, { name, sql }] of QUERIES.entries()) {
      const query = new CfnNamedQuery(this, `Query${index + 1}`, {
        name,
        database: database.ref,
        queryString: sql,
        workGroup: this.workGroup.name,
      });
      query.addResourceDependency(this.workGroup);
    }
  }
}
