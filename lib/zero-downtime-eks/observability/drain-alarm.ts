import { Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';

/**
 * Goes off when a server ended with payments under way: its line `cut off` names them. Each may be half done until its
 * client repeats it, and no other alarm counts that.
 */
export function drainAlarm(scope: Construct, id: string, applicationLogs: ILogGroup): RunbookAlarm {
  const filter = new MetricFilter(scope, `${id}Filter`, {
    logGroup: applicationLogs,
    filterPattern: FilterPattern.stringValue('$.log_processed.message', '=', 'cut off'),
    metricNamespace: Stack.of(scope).stackName,
    metricName: 'CutOff',
    metricValue: '1',
  });
  return new RunbookAlarm(scope, id, {
    description: 'A payment server ended with payments under way',
    article: 'drain-too-short',
    metric: filter.metric({ statistic: Stats.SUM, period: ALARM_PERIOD }),
  });
}
