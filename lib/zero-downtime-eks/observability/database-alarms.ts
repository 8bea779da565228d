import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';
import type { PaymentDatabase } from '../database';
import type { Severities } from './severities';

/** What Aurora and RDS Proxy tell about themselves. All are tickets: a page is for payments that are lost. */
export class DatabaseAlarms extends Construct implements Severities {
  readonly pages: readonly RunbookAlarm[] = [];
  readonly tickets: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, { cluster, proxy }: PaymentDatabase) {
    super(scope, id);
    const period = ALARM_PERIOD;
    this.tickets = [
      new RunbookAlarm(this, 'CapacityUsedUp', {
        description: 'For 15 minutes the ledger has used more than 90 % of the capacity that it may grow to',
        article: 'capacity-used-up',
        metric: cluster.metricACUUtilization({ statistic: Stats.MAXIMUM, period }),
        threshold: 90,
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'ReplicaLag', {
        description: 'For 15 minutes the reader, which takes over when the writer fails, has been a second behind',
        article: 'replica-lag',
        metric: cluster.metric('AuroraReplicaLagMaximum', { statistic: Stats.MAXIMUM, period }),
        // Milliseconds.
        threshold: 1000,
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'Deadlocks', {
        description: 'Transactions of the ledger have waited for each other',
        article: 'deadlocks',
        metric: cluster.metricDeadlocks({ statistic: Stats.MAXIMUM, period }),
      }),
      new RunbookAlarm(this, 'ConnectionsUsedUp', {
        description: 'For 10 minutes more than 80 % of the connections that RDS Proxy may open have been borrowed',
        article: 'connections-used-up',
        threshold: 80,
        evaluationPeriods: 2,
        metric: new MathExpression({
          label: 'borrowed, %',
          expression: '100 * borrowed / allowed',
          usingMetrics: {
            borrowed: proxyMetric(proxy.dbProxyName, 'DatabaseConnectionsCurrentlyBorrowed'),
            allowed: proxyMetric(proxy.dbProxyName, 'MaxDatabaseConnectionsAllowed'),
          },
          period,
        }),
      }),
    ];
  }
}

/**
 * A metric of RDS Proxy.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
 */
export const proxyMetric = (proxyName: string, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: { ProxyName: proxyName },
    statistic: Stats.MAXIMUM,
    period: ALARM_PERIOD,
  });
