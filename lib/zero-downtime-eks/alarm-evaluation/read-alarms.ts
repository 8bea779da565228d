import type { Resource, Resources } from '../assembly-resources';

/** What a metric is called in a template. The values of its dimensions may be intrinsics, as JSON. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One metric of an alarm; several have ids and an expression over these. */
export interface AlarmMetric {
  readonly id: string;
  readonly metric: MetricName;
  readonly statistic: string;
}

/** An alarm on metrics, as it stands in a template. */
export interface MetricAlarm {
  /** The id of its construct, without the hash that CDK appends. */
  readonly name: string;
  readonly logicalId: string;
  readonly metrics: readonly AlarmMetric[];
  /** Over the ids of the metrics. */
  readonly expression: string;
  /** Minutes. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: string;
  readonly threshold: number;
  readonly missingData: string;
  /** Anchor of its article. */
  readonly article: string;
}

/** An alarm on alarms. */
export interface CompositeAlarm {
  readonly name: string;
  /** Such as `(ALARM(A) AND ALARM(B)) OR ALARM(C)`, with logical ids. */
  readonly rule: string;
  readonly article: string;
}

export interface Alarms {
  readonly metricAlarms: readonly MetricAlarm[];
  readonly compositeAlarms: readonly CompositeAlarm[];
}

/** An alarm in the template is of a kind that nobody has needed so far. */
export class UnreadableAlarmError extends Error {
  override readonly name = 'UnreadableAlarmError';
}

interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

interface MetricProperties {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
}

interface AlarmProperties extends Partial<MetricProperties> {
  readonly AlarmDescription?: string;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly ReturnData?: boolean;
    readonly MetricStat?: { readonly Metric: MetricProperties; readonly Period: number; readonly Stat: string };
  }[];
  readonly Period?: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly TreatMissingData?: string;
}

/**
 * Every alarm of a stack.
 *
 * @throws UnreadableAlarmError for an alarm that this evaluator cannot judge, such as one without a threshold
 */
export function readAlarms(resources: Resources): Alarms {
  const ofType = (type: string): readonly (readonly [string, Resource])[] =>
    Object.entries(resources).filter(([, { Type }]) => Type === type);
  return {
    metricAlarms: ofType('AWS::CloudWatch::Alarm').map(([logicalId, { Properties }]) =>
      metricAlarm(logicalId, Properties as unknown as AlarmProperties),
    ),
    compositeAlarms: ofType('AWS::CloudWatch::CompositeAlarm').map(([logicalId, { Properties = {} }]) => ({
      name: nameOf(logicalId),
      rule: ruleOf(Properties.AlarmRule),
      article: articleOf(Properties.AlarmDescription),
    })),
  };
}

function metricAlarm(logicalId: string, alarm: AlarmProperties): MetricAlarm {
  const { metrics, expression, periods } = alarm.Metrics ? severalMetrics(logicalId, alarm) : oneMetric(alarm);
  const [period, ...others] = [...new Set(periods)];
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html
  if (period === undefined || others.length > 0) throw new UnreadableAlarmError(`${logicalId} has no single period`);
  if (!Number.isFinite(alarm.Threshold)) throw new UnreadableAlarmError(`${logicalId} has no threshold`);
  return {
    name: nameOf(logicalId),
    logicalId,
    metrics,
    expression,
    period: period / 60,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    missingData: alarm.TreatMissingData ?? 'missing',
    article: articleOf(alarm.AlarmDescription),
  };
}

interface Parts {
  readonly metrics: readonly AlarmMetric[];
  readonly expression: string;
  readonly periods: readonly number[];
}

function oneMetric({ Namespace = '', MetricName = '', Dimensions, ...alarm }: AlarmProperties): Parts {
  const statistic = alarm.ExtendedStatistic ?? alarm.Statistic ?? '';
  const metric = metricName({ Namespace, MetricName, Dimensions });
  return { metrics: [{ id: 'metric', metric, statistic }], expression: 'metric', periods: [alarm.Period ?? 0] };
}

function severalMetrics(logicalId: string, { Metrics = [] }: AlarmProperties): Parts {
  const [expression, ...more] = Metrics.flatMap(({ Expression }) => Expression ?? []);
  if (expression === undefined || more.length > 0) {
    throw new UnreadableAlarmError(`${logicalId} has no single expression`);
  }
  const found = Metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : []));
  return {
    expression,
    metrics: found.map(({ Id, Metric, Stat }) => ({ id: Id, metric: metricName(Metric), statistic: Stat })),
    periods: found.map(({ Period }) => Period),
  };
}

const metricName = ({ Namespace, MetricName, Dimensions = [] }: MetricProperties): MetricName => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, JSON.stringify(Value)])),
});

/** The rule as CDK joins it, each ARN of an alarm replaced by its logical id. */
function ruleOf(rule: unknown): string {
  const [, parts] = (rule as { 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'] ?? [];
  if (!parts) throw new UnreadableAlarmError(`rule of a composite alarm: ${JSON.stringify(rule)}`);
  return parts
    .map((part) => (typeof part === 'string' ? part : (part as { 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'][0]))
    .join('')
    .replaceAll('"', '');
}

const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

const articleOf = (description: unknown): string => /#([\w-]+)$/.exec(String(description))?.[1] ?? '';
