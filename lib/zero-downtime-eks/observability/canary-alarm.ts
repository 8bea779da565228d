import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type ApplicationTargetGroup, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../../constructs/alarm';
import { FAST } from '../slo';

/** Share of the canary's requests above which the release is bad. */
export const CANARY_THRESHOLD = 0.02;

/**
 * Whether the release behind a target group is bad: too many of its own requests fail, or one in a hundred is slow. It
 * looks at the canary alone; among all requests its few would not show.
 *
 * Without requests there is no verdict: missing data stay missing, the alarm is then in INSUFFICIENT_DATA, and that is not
 * OK. The share is that of the canary's requests, so that the weight does not change what is bad.
 */
export function canaryAlarm(scope: Construct, id: string, { metrics }: ApplicationTargetGroup): RunbookAlarm {
  return new RunbookAlarm(scope, id, {
    description: 'The release behind the canary fails or is slow',
    article: 'canary-bad',
    threshold: CANARY_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: TreatMissingData.MISSING,
    metric: new MathExpression({
      label: 'share of bad requests',
      expression: `IF(FILL(slowest, 0) > ${FAST}, 1, (FILL(failed, 0) + FILL(unconnected, 0)) / requests)`,
      usingMetrics: {
        failed: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT),
        unconnected: metrics.targetConnectionErrorCount(),
        requests: metrics.requestCount(),
        slowest: metrics.targetResponseTime({ statistic: Stats.percentile(99) }),
      },
      period: Duration.minutes(1),
    }),
  });
}
