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

/** The way back of a check. */
export const NOTHING = 'Nothing has changed.';
const CLUSTER = '--cluster-name "$CLUSTER"';

/** @param what is changed in the code before */
export const deploy = (what: string): string => `# ${what}\nnpx cdk deploy ZeroDowntimeEks`;

/** Each step of the cluster, with the words and commands of docs/maintenance.md. */
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
} as const;
