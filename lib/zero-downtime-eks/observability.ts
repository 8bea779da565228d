import { type Alarm, type AlarmBase, AlarmRule, AlarmState } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { ApplicationLoadBalancer, ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookCompositeAlarm } from '../constructs/alarm';
import { alarmTopic } from '../constructs/alarm-topic';
import type { PaymentDatabase } from './database';
import { canaryAlarm } from './observability/canary-alarm';
import { certificateAlarm } from './observability/certificate-alarm';
import { ClusterAlarms } from './observability/cluster-alarms';
import { ContainerInsights } from './observability/container-insights';
import { paymentDashboard } from './observability/dashboard';
import { DatabaseAlarms } from './observability/database-alarms';
import { drainAlarm } from './observability/drain-alarm';
import { SavedQueries } from './observability/saved-queries';
import { ServiceAlarms } from './observability/service-alarms';
import { SloAlarms } from './observability/slo-alarms';

export interface ObservabilityProps {
  readonly cluster: Cluster;
  /** Of the Deployment of the payment server. */
  readonly workload: { readonly namespace: string; readonly name: string; readonly replicas: number };
  /** How many Availability Zones the pods are spread over. */
  readonly zones: number;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly stable: ApplicationTargetGroup;
  readonly canary: ApplicationTargetGroup;
  readonly database: PaymentDatabase;
  /** Of the load balancer. @default - it has none */
  readonly certificateArn?: string;
  /** Who is told. @default - nobody: the alarms show in CloudWatch only */
  readonly alarmEmail?: string;
}

/**
 * Alarms with their runbook articles, a dashboard, the logs of pods and nodes, and saved queries.
 *
 * One composite alarm pages: for a budget that burns fast, and for what will burn it with the next failure. It tells once
 * for all that goes off together. Everything else is a ticket.
 */
export class Observability extends Construct {
  /** Tells whether the release that gets the canary's traffic is bad; `CanaryRelease` looks at it. */
  readonly canaryAlarm: Alarm;
  /** Where tickets go. @default - nowhere */
  readonly topic?: ITopic;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { cluster, workload, zones, loadBalancer, stable, canary, database, certificateArn, alarmEmail } = props;
    const pods = { clusterName: cluster.clusterName, namespace: workload.namespace, name: workload.name };
    const { applicationLogs } = new ContainerInsights(this, 'ContainerInsights', { cluster });
    new SavedQueries(this, 'Queries', { applicationLogs, namespace: workload.namespace });

    const slo = new SloAlarms(this, 'Objectives', { loadBalancer });
    const service = new ServiceAlarms(this, 'Service', { loadBalancer, stable, replicas: workload.replicas, zones });
    const others = [new ClusterAlarms(this, 'Pods', pods), new DatabaseAlarms(this, 'Ledger', database)];
    this.canaryAlarm = canaryAlarm(this, 'CanaryBad', canary);

    const page = new RunbookCompositeAlarm(this, 'Page', {
      description: 'Payments are being lost, or the next failure loses some',
      article: 'page',
      rule: AlarmRule.anyOf(
        ...slo.pages,
        ...service.pages.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM)),
      ),
    });
    const slowBurn = new RunbookCompositeAlarm(this, 'BudgetBurnsSlowly', {
      description: 'At this pace the error budget does not last for the month',
      article: 'budget-burns-slowly',
      rule: AlarmRule.anyOf(...slo.tickets),
    });
    const tickets: readonly AlarmBase[] = [
      slowBurn,
      drainAlarm(this, 'DrainTooShort', applicationLogs),
      ...(certificateArn ? [certificateAlarm(this, 'CertificateExpires', certificateArn)] : []),
      ...service.tickets,
      ...others.flatMap((alarms) => alarms.tickets),
    ];
    if (alarmEmail) {
      this.topic = alarmTopic(this, 'Alarms', { displayName: 'Payments on EKS', email: alarmEmail });
      for (const alarm of [page, ...tickets]) alarm.addAlarmAction(new SnsAction(this.topic));
    }
    paymentDashboard(this, 'Dashboard', {
      ...{ loadBalancer, stable, canary, pods, database },
      alarms: [page, ...service.pages, this.canaryAlarm, ...tickets],
    });
  }
}
