import { Duration } from 'aws-cdk-lib';
import { AlarmRule, AlarmState, type IAlarmRule, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type ApplicationLoadBalancer, HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../../constructs/alarm';
import { AVAILABILITY, type BurnRateAlert, burnRateAlerts, FAST, LATENCY } from '../slo';

/** Fewer bad requests than this in a long window tell nobody: one failure in a quiet night is a third of its requests. */
export const LEAST_BAD = 10;

export interface SloAlarmsProps {
  readonly loadBalancer: ApplicationLoadBalancer;
}

/**
 * An alarm for each window of each objective. Alone none of them tells anybody: `pages` and `tickets` hold the pairs.
 *
 * The load balancer counts a request only when it has chosen a target, and its own errors may or may not have one; all of
 * them are added to the requests, so that a share is never above 1 and at worst half of the truth.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class SloAlarms extends Construct {
  readonly pages: readonly IAlarmRule[];
  readonly tickets: readonly IAlarmRule[];

  constructor(scope: Construct, id: string, { loadBalancer: { metrics } }: SloAlarmsProps) {
    super(scope, id);
    const availability = burnRateAlerts(AVAILABILITY).map((alert) => ({
      severity: alert.severity,
      rule: this.pair('Availability', 'failed', alert, (period) => ({
        bad: 'FILL(target, 0) + FILL(balancer, 0)',
        all: 'FILL(requests, 0) + FILL(balancer, 0)',
        usingMetrics: {
          target: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period }),
          balancer: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period }),
          requests: metrics.requestCount({ period }),
        },
      })),
    }));
    // The pair in the middle would tell of slowness what the two others tell, a little earlier or later.
    const latency = burnRateAlerts(LATENCY)
      .filter(({ longWindow }) => longWindow !== 6)
      .map((alert) => ({
        severity: alert.severity,
        rule: this.pair('Latency', 'were slow', alert, (period) => ({
          bad: 'FILL(slow, 0)',
          all: 'FILL(requests, 0)',
          usingMetrics: {
            slow: metrics.targetResponseTime({ period, statistic: `TC(${FAST}:)` }),
            requests: metrics.targetResponseTime({ period, statistic: 'SampleCount' }),
          },
        })),
      }));
    const rules = [...availability, ...latency];
    this.pages = rules.filter(({ severity }) => severity === 'page').map(({ rule }) => rule);
    this.tickets = rules.filter(({ severity }) => severity === 'ticket').map(({ rule }) => rule);
  }

  private pair(objective: string, what: string, alert: BurnRateAlert, shareIn: Shares): IAlarmRule {
    const window = (hours: number, least: number): IAlarmRule => {
      const period = Duration.minutes(hours * 60);
      const { bad, all, usingMetrics } = shareIn(period);
      const name = `${objective}${hours < 1 ? `${hours * 60}Minutes` : `${hours}Hours`}`;
      const alarm = new RunbookAlarm(this, name, {
        description: `In ${period.toHumanString()} ${format(alert.threshold)} of the payments ${what}: ${alert.burnRate} times what the objective allows`,
        article: `${objective.toLowerCase()}-burns`,
        threshold: alert.threshold,
        metric: new MathExpression({
          label: `share of payments that ${what}`,
          expression: `IF(${bad} >= ${least}, (${bad}) / (${all}), 0)`,
          usingMetrics,
          period,
        }),
      });
      return AlarmRule.fromAlarm(alarm, AlarmState.ALARM);
    };
    return AlarmRule.allOf(window(alert.longWindow, LEAST_BAD), window(alert.shortWindow, 1));
  }
}

type Shares = (period: Duration) => {
  readonly bad: string;
  readonly all: string;
  readonly usingMetrics: Record<string, IMetric>;
};

const format = (share: number): string => `${Math.round(share * 1e5) / 1e3} %`;
