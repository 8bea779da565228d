import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** The page with an article for each alarm, from the root of the repository. */
export const RUNBOOK = 'docs/runbook.md';

export interface RunbookAlarmProps {
  /** Summed, or its maximum taken, over the period that it carries. */
  readonly metric: IMetric;

  /** What has happened, as one sentence without a full stop. */
  readonly description: string;

  /** Anchor of the article in the runbook. */
  readonly article: string;

  /**
   * The alarm goes off above this value.
   *
   * @default 0
   */
  readonly threshold?: number;

  /**
   * Periods in a row that have to be above the threshold.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;
}

/** The period of every alarm's metric: as short as a standard-resolution alarm can react sensibly to sums. */
export const ALARM_PERIOD = Duration.minutes(5);

/** An alarm that tells what to do: its description ends with the link to its article in the runbook. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      alarmDescription: `${props.description}. What to do: ${RUNBOOK}#${props.article}`,
      threshold: props.threshold ?? 0,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Nothing happened is no alarm: queues without messages and functions without calls publish nothing.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
