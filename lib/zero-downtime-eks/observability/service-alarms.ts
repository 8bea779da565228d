import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ApplicationLoadBalancer,
  type ApplicationTargetGroup,
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';
import { FAST } from '../slo';
import type { Severities } from './severities';

export interface ServiceAlarmsProps {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly stable: ApplicationTargetGroup;
  readonly replicas: number;
  readonly zones: number;
}

const MINUTE = Duration.minutes(1);

/** Pods that are left when the zone that has most of them is lost. */
export const podsWithoutAZone = (replicas: number, zones: number): number => replicas - Math.ceil(replicas / zones);

/** What the load balancer sees of the service. */
export class ServiceAlarms extends Construct implements Severities {
  readonly pages: readonly RunbookAlarm[];
  readonly tickets: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    this.pages = [this.tooFewTargets(props), this.rejectedConnections(props)];
    this.tickets = [
      this.missingTargets(props),
      this.unhealthyTargets(props),
      this.targetErrors(props),
      this.loadBalancerErrors(props),
      this.slowPayments(props),
    ];
  }

  private tooFewTargets({ stable, replicas, zones }: ServiceAlarmsProps): RunbookAlarm {
    const least = podsWithoutAZone(replicas, zones);
    return new RunbookAlarm(this, 'TooFewTargets', {
      description: `Fewer than ${least} pods take payments, which is less than the loss of a zone leaves`,
      article: 'too-few-targets',
      metric: stable.metrics.healthyHostCount({ statistic: Stats.MINIMUM, period: MINUTE }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: least,
      evaluationPeriods: 2,
      // A target group that nobody is registered with publishes nothing, and that is the worst case of all. One with targets
      // publishes their health whether there are requests or not.
      missingData: TreatMissingData.BREACHING,
    });
  }

  private missingTargets({ stable, replicas }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'MissingTargets', {
      description: `For 15 minutes fewer than ${replicas} pods have taken payments`,
      article: 'missing-targets',
      metric: stable.metrics.healthyHostCount({ statistic: Stats.MINIMUM, period: MINUTE }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: replicas,
      evaluationPeriods: 15,
      missingData: TreatMissingData.BREACHING,
    });
  }

  private unhealthyTargets({ stable }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'UnhealthyTargets', {
      description: 'For 10 minutes a pod has failed the health checks of the load balancer',
      article: 'unhealthy-targets',
      metric: stable.metrics.unhealthyHostCount({ statistic: Stats.MAXIMUM, period: MINUTE }),
      evaluationPeriods: 10,
    });
  }

  private rejectedConnections({ loadBalancer }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'RejectedConnections', {
      description: 'The load balancer has reached its greatest number of connections and turned clients away',
      article: 'rejected-connections',
      metric: loadBalancer.metrics.rejectedConnectionCount({ period: MINUTE }),
      evaluationPeriods: 2,
    });
  }

  private targetErrors({ loadBalancer }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'TargetErrors', {
      description: 'The payment server answered more than 5 requests with 5xx in 5 minutes',
      article: 'target-errors',
      metric: loadBalancer.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period: ALARM_PERIOD }),
      threshold: 5,
    });
  }

  private loadBalancerErrors({ loadBalancer }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'LoadBalancerErrors', {
      description: 'The load balancer itself answered more than 5 requests with 5xx in 5 minutes',
      article: 'load-balancer-errors',
      metric: loadBalancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period: ALARM_PERIOD }),
      threshold: 5,
    });
  }

  private slowPayments({ loadBalancer }: ServiceAlarmsProps): RunbookAlarm {
    return new RunbookAlarm(this, 'SlowPayments', {
      description: `One payment in a hundred takes longer than ${FAST} seconds`,
      article: 'slow-payments',
      metric: loadBalancer.metrics.targetResponseTime({ statistic: Stats.percentile(99), period: ALARM_PERIOD }),
      threshold: FAST,
      evaluationPeriods: 3,
    });
  }
}
