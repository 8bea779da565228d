import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { AwsCall } from '../constructs/aws-call';

/** The database that the ledger is in. */
export const DATABASE_NAME = 'payments';
/** Logs in by IAM authentication and has no password. */
export const DATABASE_USER = 'payments';

/**
 * One statement, as the Data API takes no more, and one that may be repeated. The user makes and owns its tables.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export const CREATE_USER = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${DATABASE_USER}') THEN CREATE ROLE ${DATABASE_USER} LOGIN; END IF;
  GRANT rds_iam TO ${DATABASE_USER};
  GRANT USAGE, CREATE ON SCHEMA public TO ${DATABASE_USER};
END $$`;

export interface DatabaseUserProps {
  /** With the Data API, and a master user whose password is in Secrets Manager. */
  readonly cluster: DatabaseCluster;
}

/**
 * Makes the user that the server and its migrations log in as. The Data API needs no way into the VPC.
 *
 * @throws Error when the cluster has no secret
 */
export class DatabaseUser extends Construct {
  constructor(scope: Construct, id: string, { cluster }: DatabaseUserProps) {
    super(scope, id);
    const { secret } = cluster;
    if (!secret) throw new Error(`${cluster.node.path} has no secret of the master user`);
    const call = new AwsCall(this, 'Create', {
      call: {
        service: 'rds-data',
        action: 'ExecuteStatement',
        parameters: {
          resourceArn: cluster.clusterArn,
          secretArn: secret.secretArn,
          database: DATABASE_NAME,
          sql: CREATE_USER,
        },
        physicalResourceId: PhysicalResourceId.of(DATABASE_USER),
      },
      action: 'rds-data:ExecuteStatement',
      resources: [cluster.clusterArn],
    });
    secret.grantRead(call).applyBefore(call);
    // A cluster without instances answers nothing.
    call.node.addDependency(cluster);
  }
}
