import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmRule,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** The page with an article for each alarm, from the root of the repository. */
export const RUNBOOK = 'docs/runbook.md';

interface RunbookLink {
  /** What has happened, as one sentence without a full stop. */
  readonly description: string;

  /** Anchor of the article in the runbook. */
  readonly article: string;
}

export interface RunbookAlarmProps extends RunbookLink {
  /** Summed, or its maximum taken, over the period that it carries. */
  readonly metric: IMetric;

  /**
   * The alarm goes off above this value, or as `comparison` says.
   *
   * @default 0
   */
  readonly threshold?: number;

  /** @default GREATER_THAN_THRESHOLD */
  readonly comparison?: ComparisonOperator;

  /**
   * Periods in a row that have to be above the threshold.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of the evaluation periods have to be above the threshold.
   *
   * @default - all
   */
  readonly datapointsToAlarm?: number;

  /**
   * What a period without data means.
   *
   * @default NOT_BREACHING
   */
  readonly missingData?: TreatMissingData;
}

/** The period of every alarm's metric: as short as a standard-resolution alarm can react sensibly to sums. */
export const ALARM_PERIOD = Duration.minutes(5);

/** An alarm that tells what to do: its description ends with the link to its article in the runbook. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      alarmDescription: describe(props),
      threshold: props.threshold ?? 0,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      datapointsToAlarm: props.datapointsToAlarm,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Nothing happened is no alarm: queues without messages and functions without calls publish nothing.
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
    });
  }
}

export interface RunbookCompositeAlarmProps extends RunbookLink {
  readonly rule: IAlarmRule;
}

/** The same for an alarm that looks at other alarms. Each costs as much as five others. */
export class RunbookCompositeAlarm extends CompositeAlarm {
  constructor(scope: Construct, id: string, props: RunbookCompositeAlarmProps) {
    super(scope, id, { alarmDescription: describe(props), alarmRule: props.rule });
  }
}

const describe = ({ description, article }: RunbookLink): string => `${description}. What to do: ${RUNBOOK}#${article}`;
