import { compileMetricMath, type Value } from './metric-math';
import {
  type Alarms,
  type CompositeAlarm,
  type MetricAlarm,
  type MetricName,
  UnreadableAlarmError,
} from './read-alarms';
import { type Series, type Statistic, statistic } from './statistics';

/** As CloudWatch names them. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What every metric published. */
export type World = (metric: MetricName) => Series;

/** The state of one alarm at the end of a minute. */
export type StateAt = (minute: number) => AlarmState;

const COMPARE: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * The states of an alarm in a world, with a window that slides minute by minute.
 *
 * Simpler than CloudWatch in one thing: of data that come late or with gaps it takes what is in the evaluation periods, and
 * looks no further back.
 *
 * @throws UnreadableAlarmError, UnknownMetricMathError, UnknownStatisticError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function metricAlarmStates(alarm: MetricAlarm, world: World): StateAt {
  const { period, evaluationPeriods, datapointsToAlarm, threshold, missingData, comparison } = alarm;
  const compare = COMPARE[comparison];
  if (!compare) throw new UnreadableAlarmError(`${alarm.name}: ${comparison} is not known here`);
  if (!['breaching', 'notBreaching', 'missing'].includes(missingData)) {
    throw new UnreadableAlarmError(`${alarm.name}: missing data ${missingData} is not known here`);
  }
  const evaluate = compileMetricMath(alarm.expression);
  const statistics = alarm.metrics.map(({ id, metric, statistic: name }): [string, Statistic] => [
    id,
    statistic(name, world(metric)),
  ]);
  // Windows of the minutes before are looked at again, minute by minute.
  const known = new Map<number, Value>();
  const valueUntil = (to: number): Value => {
    if (!known.has(to)) {
      known.set(to, evaluate(new Map(statistics.map(([id, over]) => [id, over(to - period + 1, to)]))));
    }
    return known.get(to);
  };
  return (minute) => {
    let [breaching, present] = [0, 0];
    for (let index = 0; index < evaluationPeriods; index += 1) {
      const value = valueUntil(minute - index * period);
      if (value !== undefined || missingData !== 'missing') present += 1;
      if (value === undefined ? missingData === 'breaching' : compare(value, threshold)) breaching += 1;
    }
    if (present === 0) return 'INSUFFICIENT_DATA';
    return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
  };
}

/**
 * Whether a rule of ALARM(x), AND, OR and parentheses holds.
 *
 * @throws UnreadableAlarmError for anything else
 */
export function ruleHolds({ name, rule }: CompositeAlarm, isAlarm: (logicalId: string) => boolean): boolean {
  const unreadable = new UnreadableAlarmError(`${name}: ${rule}`);
  const atoms = rule.replace(/ALARM\((\w+)\)/g, (_, id: string) => (isAlarm(id) ? '1' : '0'));
  if (!/^[01()\sANDOR]*$/.test(atoms)) throw unreadable;
  // Innermost parentheses first; AND binds before OR.
  let text = atoms.replace(/\s+/g, ' ');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text
      .replace(/\(([01])\)/g, '$1')
      .replace(/\b([01]) AND ([01])\b/, (_, a: string, b: string) => (a === '1' && b === '1' ? '1' : '0'));
    if (text === before) {
      text = text.replace(/\(([01](?: OR [01])+)\)|^([01](?: OR [01])+)$/, (all) => (all.includes('1') ? '1' : '0'));
    }
  }
  if (!/^[01]$/.test(text)) throw unreadable;
  return text === '1';
}

/** All alarms of a stack: by name, their states over time. */
export function alarmStates({ metricAlarms, compositeAlarms }: Alarms, world: World): ReadonlyMap<string, StateAt> {
  const byId = new Map(metricAlarms.map((alarm) => [alarm.logicalId, metricAlarmStates(alarm, world)]));
  const composite = (alarm: CompositeAlarm): StateAt => {
    return (minute) =>
      ruleHolds(alarm, (id) => {
        const state = byId.get(id);
        if (!state) throw new UnreadableAlarmError(`${alarm.name} looks at ${id}, which is no alarm of the stack`);
        return state(minute) === 'ALARM';
      })
        ? 'ALARM'
        : 'OK';
  };
  return new Map([
    ...metricAlarms.map(({ name, logicalId }): [string, StateAt] => [name, byId.get(logicalId) ?? (() => 'OK')]),
    ...compositeAlarms.map((alarm): [string, StateAt] => [alarm.name, composite(alarm)]),
  ]);
}

/** Alarms that tell somebody: all but those that only take part in a composite alarm. */
export function tellingAlarms({ metricAlarms, compositeAlarms }: Alarms): readonly string[] {
  const parts = new Set(
    compositeAlarms.flatMap(({ rule }) => [...rule.matchAll(/ALARM\((\w+)\)/g)].map(([, id]) => id)),
  );
  return [
    ...metricAlarms.filter(({ logicalId }) => !parts.has(logicalId)).map(({ name }) => name),
    ...compositeAlarms.map(({ name }) => name),
  ];
}
