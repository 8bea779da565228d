import { deploy, NOTHING, type Step, steps } from './maintenance-steps';

/** Aurora to another minor version, in place. Such as `17.7` to `17.9`. */
export const minorVersionSteps = (from: string, to: string): readonly Step[] => [
  backup(),
  {
    kind: 'database',
    component: 'database',
    from,
    to,
    title: `Aurora PostgreSQL from ${from} to ${to}, in place and in the calmest hour`,
    command: deploy(`VERSION of ${to} in lib/zero-downtime-eks/database.ts`),
    check: `\`aws rds describe-db-clusters --db-cluster-identifier "$DATABASE" --query "DBClusters[0].[EngineVersion,Status]"\` shows ${to} and available. Zero-downtime patching keeps sessions where it can; where not, the proxy holds new statements for some seconds and the server retries.`,
    wayBack:
      'None in place, and no blue/green deployment goes to an older version: the snapshot, which loses what came later. Try the version on a clone of the ledger first.',
  },
  steps.quiet(),
];

/**
 * Aurora to another major version by a blue/green deployment. Such as `17.7` to `18.4`.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/blue-green-deployments-considerations.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-blue-green.html
 */
export const majorVersionSteps = (from: string, to: string): readonly Step[] => [
  {
    kind: 'check',
    title: `Whether Aurora goes from ${from} to ${to} at once, and whether every table has a primary key`,
    command: `aws rds describe-db-engine-versions --engine aurora-postgresql --engine-version ${from} --query "DBEngineVersions[0].ValidUpgradeTarget[].EngineVersion" --output text`,
    check: `${to} is printed. Logical replication copies no table without a primary key, and no DDL: no migration until the end.`,
    wayBack: NOTHING,
  },
  backup(),
  {
    kind: 'password',
    component: 'database',
    title: 'Blue/green deployments know no master password that Secrets Manager manages',
    command:
      'aws rds modify-db-cluster --db-cluster-identifier "$DATABASE" --no-manage-master-user-password --master-user-password "$(aws secretsmanager get-random-password --exclude-punctuation --query RandomPassword --output text)" --apply-immediately',
    check: 'The server notices nothing: it has no password.',
    wayBack: '`--manage-master-user-password` instead.',
  },
  {
    kind: 'database',
    component: 'green database',
    from,
    to,
    title: `A copy of ${to}, the green one, that follows the ledger`,
    command: `aws rds create-blue-green-deployment --blue-green-deployment-name payments --source "$DATABASE_ARN" --target-engine-version ${to} --target-db-cluster-parameter-group-name default.aurora-postgresql${to.split('.')[0]}`,
    check:
      'Status AVAILABLE, no lag (`OldestReplicationSlotLag`), and the queries of the server are as fast on green: `ANALYZE` first.',
    wayBack: '`aws rds delete-blue-green-deployment --blue-green-deployment-identifier "$DEPLOYMENT" --delete-target`.',
  },
  {
    kind: 'permission',
    component: 'proxy',
    title: 'The green cluster has another resource id, and the proxy may log in by IAM to the old one only',
    command:
      'aws iam put-role-policy --role-name "$PROXY_ROLE" --policy-name Green --policy-document "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"rds-db:connect\\",\\"Resource\\":\\"$GREEN_USER\\"}]}"',
    check: 'The guardrails of the switchover test whether the proxy reaches green.',
    wayBack: '`aws iam delete-role-policy --role-name "$PROXY_ROLE" --policy-name Green`.',
  },
  {
    kind: 'database',
    component: 'database',
    from,
    to,
    title: 'Switch over: writes stop, green catches up and takes the name; usually less than a minute',
    command:
      'aws rds switchover-blue-green-deployment --blue-green-deployment-identifier "$DEPLOYMENT" --switchover-timeout 120',
    check:
      'Status SWITCHOVER_COMPLETED. Connections to the proxy are closed once; retried payments find their own key. When it takes longer than the timeout, everything is as before.',
    wayBack:
      'Afterwards the old cluster stands still as `-old1` and knows no new payment: going back loses them, unless a replication to it was set up before the switchover.',
  },
  {
    kind: 'password',
    component: 'database',
    title: 'Secrets Manager manages the master password again',
    command:
      'aws rds modify-db-cluster --db-cluster-identifier "$DATABASE" --manage-master-user-password --apply-immediately',
    check:
      '`aws rds describe-db-clusters --db-cluster-identifier "$DATABASE" --query "DBClusters[0].MasterUserSecret.SecretStatus"` shows active.',
    wayBack: 'None is needed.',
  },
  {
    kind: 'template',
    component: 'database',
    from,
    to,
    title: 'The template says what is there; the proxy is allowed the new resource id by it',
    command: deploy(`VERSION of ${to} in lib/zero-downtime-eks/database.ts`),
    check:
      '`aws cloudformation detect-stack-drift --stack-name ZeroDowntimeEks` finds nothing; then delete the policy `Green` and, after a week, the old cluster.',
    wayBack:
      '`npx cdk deploy ZeroDowntimeEks --no-execute` makes the change set only: it has to modify the cluster, and to replace nothing but its parameter group.',
  },
  steps.quiet(),
];

function backup(): Step {
  return {
    kind: 'backup',
    component: 'database',
    title: 'A snapshot that stays when everything else goes',
    command:
      'SNAPSHOT="payments-$(date +%Y%m%d%H%M)"\naws rds create-db-cluster-snapshot --db-cluster-identifier "$DATABASE" --db-cluster-snapshot-identifier "$SNAPSHOT"\naws rds wait db-cluster-snapshot-available --db-cluster-snapshot-identifier "$SNAPSHOT"',
    check: 'The wait ends. It has been restored once, somewhere else.',
    wayBack: NOTHING,
  };
}
