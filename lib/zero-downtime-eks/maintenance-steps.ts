/** One step of an upgrade. Names in capitals are those of docs/maintenance.md. */
export interface Step {
  readonly kind:
    | 'check'
    | 'add-on'
    | 'control-plane'
    | 'nodes'
    | 'quiet'
    | 'backup'
    | 'database'
    | 'permission'
    | 'password'
    | 'template';
  /** What is changed. @default - nothing: a check */
  readonly component?: string;
  readonly from?: string;
  readonly to?: string;
  /** What it is for, as one sentence without a full stop. */
  readonly title: string;
  readonly command: string;
  /** What has to be seen before the next step. */
  readonly check: string;
  readonly wayBack: string;
}

const NOTHING = 'Nothing has changed.';
const CLUSTER = '--cluster-name "$CLUSTER"';

const deploy = (what: string): string => `# ${what}\nnpx cdk deploy ZeroDowntimeEks`;

/** Each step, with the words and commands of docs/maintenance.md. */
export const steps = {
  addresses: (): Step => ({
    kind: 'check',
    title: 'EKS needs up to five free addresses in the subnets of the control plane',
    command:
      'aws ec2 describe-subnets --subnet-ids $SUBNETS --query "Subnets[].[SubnetId,AvailableIpAddressCount]" --output text',
    check: 'Five or more in each.',
    wayBack: NOTHING,
  }),

  disruptionBudgets: (): Step => ({
    kind: 'check',
    title: 'Every node is going to be drained, and a budget that allows no disruption stops a drain for ever',
    command: 'kubectl get poddisruptionbudgets --all-namespaces',
    check: 'ALLOWED DISRUPTIONS is 1 or more everywhere, and `payments` has a budget.',
    wayBack: NOTHING,
  }),

  certificates: (): Step => ({
    kind: 'check',
    title: 'An expired certificate looks like a failed upgrade',
    command: [
      'aws acm list-certificates --query "CertificateSummaryList[].[DomainName,NotAfter,RenewalEligibility]" --output text',
      'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
    ].join('\n'),
    check: 'Nothing expires within 30 days. No webhook fails closed for pods of `payments`.',
    wayBack: NOTHING,
  }),

  insights: (to: string): Step => ({
    kind: 'check',
    to,
    title: `Who still calls an API that ${to} removes, and what else speaks against it`,
    command: `aws eks list-insights ${CLUSTER} --filter "categories=UPGRADE_READINESS,kubernetesVersions=${to}" --query "insights[?insightStatus.status!='PASSING'].[name,insightStatus.status]" --output text`,
    check: 'Nothing is printed. Insights are a day old at most: after a correction, wait for the next ones.',
    wayBack: NOTHING,
  }),

  addOn: (name: string, from: string, to: string): Step => ({
    kind: 'add-on',
    component: name,
    from,
    to,
    title: `Add-on ${name} from ${from} to ${to}`,
    command: `aws eks update-addon ${CLUSTER} --addon-name ${name} --addon-version ${to} --resolve-conflicts PRESERVE\naws eks wait addon-active ${CLUSTER} --addon-name ${name}`,
    check: `\`aws eks describe-addon ${CLUSTER} --addon-name ${name} --query addon.[addonVersion,health.issues]\` shows ${to} and no issue.`,
    wayBack: `The same with \`--addon-version ${from}\`.`,
  }),

  controlPlane: (from: string, to: string): Step => ({
    kind: 'control-plane',
    component: 'control plane',
    from,
    to,
    title: `Control plane from ${from} to ${to}; pods and their traffic go on without it`,
    command: deploy(`KUBERNETES_VERSION and KubectlLayer of ${to} in lib/constructs/kubernetes-version.ts`),
    check: `\`aws eks describe-cluster --name "$CLUSTER" --query cluster.[version,status]\` shows ${to} and ACTIVE.`,
    wayBack: `Within seven days \`aws eks update-cluster-version --name "$CLUSTER" --kubernetes-version ${from}\`: EKS takes nodes of Auto Mode back first, then the control plane. Add-ons and objects stay as they are; the template has to say ${from} again.`,
  }),

  autoModeNodes: (to: string): Step => ({
    kind: 'nodes',
    component: 'nodes',
    to,
    title: `Nodes to ${to}: Auto Mode replaces them as the budgets of the node pool allow`,
    command:
      'kubectl get nodes --watch --output custom-columns=NAME:.metadata.name,VERSION:.status.nodeInfo.kubeletVersion',
    check: `Every node has v${to}, and \`kubectl get nodeclaims\` shows none that is drifted.`,
    wayBack: 'A budget of 0 nodes in the node pool stops it where it is; nodes may be three minor versions behind.',
  }),

  managedNodes: (to: string): Step => ({
    kind: 'nodes',
    component: 'nodes',
    to,
    title: `Nodes to ${to}, one at a time, each drained through the budgets`,
    command: `aws eks update-nodegroup-version ${CLUSTER} --nodegroup-name "$NODES" --kubernetes-version ${to}\naws eks wait nodegroup-active ${CLUSTER} --nodegroup-name "$NODES"`,
    check: `\`kubectl get nodes\` shows v${to} everywhere.`,
    wayBack: 'Without `--force` a drain that a budget blocks fails the update, and EKS puts the old nodes back.',
  }),

  quiet: (): Step => ({
    kind: 'quiet',
    title: 'Nothing burns: the next step waits for an hour without an alarm',
    command:
      'aws cloudwatch describe-alarms --state-value ALARM --alarm-types MetricAlarm CompositeAlarm --query "[MetricAlarms,CompositeAlarms][].AlarmName" --output text',
    check: 'Nothing is printed, one hour after the step before.',
    wayBack: 'The way back of the step before.',
  }),

  minorVersion: (from: string, to: string): readonly Step[] => [
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
  ],

  majorVersion: (from: string, to: string): readonly Step[] => [
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
      wayBack:
        '`aws rds delete-blue-green-deployment --blue-green-deployment-identifier "$DEPLOYMENT" --delete-target`.',
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
  ],
} as const;

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
