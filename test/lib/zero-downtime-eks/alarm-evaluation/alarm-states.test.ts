import {
  alarmStates,
  metricAlarmStates,
  ruleHolds,
  tellingAlarms,
} from '../../../../lib/zero-downtime-eks/alarm-evaluation/alarm-states';
import { type MetricAlarm, UnreadableAlarmError } from '../../../../lib/zero-downtime-eks/alarm-evaluation/read-alarms';

const alarm: MetricAlarm = {
  name: 'A',
  logicalId: 'A00000000',
  metrics: [{ id: 'metric', metric: { namespace: 'Test', name: 'M', dimensions: {} }, statistic: 'Maximum' }],
  expression: 'metric',
  period: 1,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  comparison: 'GreaterThanThreshold',
  threshold: 1,
  missingData: 'missing',
  article: 'a',
};

/** A minute each: a digit is a value, a dot is no data. */
const stateAfter = (change: Partial<MetricAlarm>, minutes: string): string =>
  metricAlarmStates({ ...alarm, ...change }, () =>
    [...minutes].map((digit) => (digit === '.' ? undefined : [{ value: Number(digit), count: 1 }])),
  )(minutes.length - 1);

describe('metricAlarmStates', () => {
  test.each([
    ['2 of 3 above', {}, '202', 'ALARM'],
    ['1 of 3 above', {}, '002', 'OK'],
    ['at the threshold is not above', {}, '111', 'OK'],
    ['long ago', {}, '222000', 'OK'],
    ['no data at all', {}, '...', 'INSUFFICIENT_DATA'],
    ['some data', {}, '..0', 'OK'],
    ['no data, which is good', { missingData: 'notBreaching' }, '...', 'OK'],
    ['no data, which is bad', { missingData: 'breaching' }, '...', 'ALARM'],
    ['below', { comparison: 'LessThanThreshold' }, '110', 'OK'],
    ['below twice', { comparison: 'LessThanThreshold' }, '100', 'ALARM'],
    ['a longer period', { period: 3, evaluationPeriods: 1, datapointsToAlarm: 1 }, '200', 'ALARM'],
    ['a longer period, later', { period: 3, evaluationPeriods: 1, datapointsToAlarm: 1 }, '2000', 'OK'],
  ])('%s', (_, change, minutes, expected) => {
    expect(stateAfter(change, minutes)).toBe(expected);
  });

  test.each([
    [{ missingData: 'ignore' }, /ignore/],
    [{ comparison: 'LessThanLowerOrGreaterThanUpperThreshold' }, /LessThanLower/],
  ])('does not guess %j', (change, message) => {
    expect(() => stateAfter(change, '000')).toThrow(message);
  });
});

describe('ruleHolds', () => {
  const holds = (rule: string, ...alarms: readonly string[]): boolean =>
    ruleHolds({ name: 'C', rule, article: 'c' }, (id) => alarms.includes(id));

  test.each([
    ['(ALARM(A) AND ALARM(B))', ['A', 'B'], true],
    ['(ALARM(A) AND ALARM(B))', ['A'], false],
    ['((ALARM(A) AND ALARM(B)) OR ALARM(C))', ['C'], true],
    ['((ALARM(A) AND ALARM(B)) OR (ALARM(C) AND ALARM(D)) OR ALARM(E))', ['A', 'D'], false],
    ['ALARM(A) OR ALARM(B) AND ALARM(C)', ['A'], true],
    ['ALARM(A)', [], false],
  ])('%s with %j is %s', (rule, alarms, expected) => {
    expect(holds(rule, ...alarms)).toBe(expected);
  });

  test.each(['NOT ALARM(A)', 'OK(A)', '(ALARM(A)', ''])('does not guess %j', (rule) => {
    expect(() => holds(rule)).toThrow(UnreadableAlarmError);
  });
});

test('an alarm that only takes part in another one tells nobody', () => {
  const alarms = {
    metricAlarms: [alarm, { ...alarm, name: 'B', logicalId: 'B00000000' }],
    compositeAlarms: [{ name: 'C', rule: 'ALARM(A00000000)', article: 'c' }],
  };
  expect(tellingAlarms(alarms)).toEqual(['B', 'C']);
  const states = alarmStates(alarms, () => [[{ value: 2, count: 1 }], [{ value: 2, count: 1 }]]);
  expect([...states].map(([name, stateAt]) => [name, stateAt(1)])).toEqual([
    ['A', 'ALARM'],
    ['B', 'ALARM'],
    ['C', 'ALARM'],
  ]);
});
