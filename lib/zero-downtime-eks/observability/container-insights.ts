import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAddon, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from '../../constructs/managed-policies';
import { podRole } from '../pod-role';

/** Log groups of the add-on, below `/aws/containerinsights/<cluster>/`. */
const KINDS = ['application', 'dataplane', 'host', 'performance'] as const;

const AGENT_POLICY = 'CloudWatchAgentServerPolicy';

/**
 * The add-on amazon-cloudwatch-observability: metrics of pods and nodes, and what containers write to stdout. Application
 * Signals, its tracing, is off: it would instrument the server, and is paid by request.
 *
 * Enhanced Container Insights and not its successor with OpenTelemetry, whose metrics have no CloudWatch alarms but PromQL.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
 */
export class ContainerInsights extends Construct {
  /** What the containers of all pods write, one JSON object a line. */
  readonly applicationLogs: LogGroup;

  constructor(scope: Construct, id: string, { cluster }: { readonly cluster: Cluster }) {
    super(scope, id);
    // The add-on would make them by these names, and they would stay. The name of the cluster is unique.
    const logs = KINDS.map(
      (kind) =>
        new LogGroup(this, `${kind[0]?.toUpperCase()}${kind.slice(1)}Logs`, {
          logGroupName: `/aws/containerinsights/${cluster.clusterName}/${kind}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
    );
    const [applicationLogs] = logs;
    if (!applicationLogs) throw new Error('no log group');
    this.applicationLogs = applicationLogs;

    const role = podRole(this, 'Role');
    role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(AGENT_POLICY));
    acknowledgeManagedPolicies(role, [AGENT_POLICY], 'AWS keeps it in step with the agent of its own add-on.');
    const addon = new CfnAddon(this, 'Addon', {
      clusterName: cluster.clusterName,
      addonName: 'amazon-cloudwatch-observability',
      podIdentityAssociations: [{ serviceAccount: 'cloudwatch-agent', roleArn: role.roleArn }],
      configurationValues: JSON.stringify({
        agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true } } } } },
        manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
      }),
    });
    addon.node.addDependency(...logs);
  }
}
