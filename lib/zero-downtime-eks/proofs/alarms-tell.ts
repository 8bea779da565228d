import type { Proof } from '../../proof/claim';
import { alarmStates, tellingAlarms } from '../alarm-evaluation/alarm-states';
import { type Alarms, readAlarms } from '../alarm-evaluation/read-alarms';
import { SCENARIOS, type Scenario } from '../alarm-evaluation/scenarios';
import { NORMAL, simulatedService } from '../alarm-evaluation/simulated-service';
import { assemblyResources } from '../assembly-resources';
import { weightedTargetGroups } from '../weighted-target-groups';

/** Minutes of normal load before each scenario: the longest window, and what is looked at before it begins. */
const WARM_UP = 24 * 60 + 60;

/** Feeds outages, and normal load, through the alarms as they stand in the template. */
export const prove: Proof = async ({ assembly, progress }) => {
  const resources = assemblyResources(assembly);
  const alarms = readAlarms(resources);
  const [, canary] = weightedTargetGroups(resources);
  const telling = tellingAlarms(alarms);
  const scenarios = SCENARIOS.filter(({ needs }) => needs === undefined || telling.includes(needs));
  const results = scenarios.map((scenario) => {
    progress(scenario.name);
    return judge(alarms, scenario, canary);
  });
  const heard = new Set(results.flatMap(({ wentOff }) => [...wentOff.keys()]));
  const dumb = telling.filter((name) => !heard.has(name)).map((name) => `${name} goes off in no scenario`);
  const problems = [...results.flatMap(({ problems: found }) => found), ...dumb];
  return {
    holds: problems.length === 0,
    figures: {
      alarms: alarms.metricAlarms.length + alarms.compositeAlarms.length,
      'of which tell somebody': telling.length,
      scenarios: scenarios.length,
      'simulated minutes': scenarios.reduce((sum, { minutes }) => sum + minutes + WARM_UP, 0),
      ...Object.fromEntries(
        results.flatMap(({ scenario, wentOff }) => {
          const page = wentOff.get('ObservabilityPage');
          return page === undefined ? [] : [[`page, ${scenario.name}`, `after ${page} min`]];
        }),
      ),
    },
    notes: [...problems, 'CloudWatch adds the two to three minutes until the metrics are there'],
  };
};

interface Result {
  readonly scenario: Scenario;
  /** Minutes after the beginning, by name. */
  readonly wentOff: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

function judge(alarms: Alarms, scenario: Scenario, canary: string): Result {
  const { name, minutes, at, within, pageEndsBy } = scenario;
  const days = Array.from({ length: WARM_UP + minutes }, (_, minute) => ({
    ...NORMAL,
    ...(minute >= WARM_UP && at(minute - WARM_UP)),
  }));
  const states = alarmStates(alarms, simulatedService(days, canary));
  const wentOff = new Map<string, number>();
  for (const alarm of tellingAlarms(alarms)) {
    const stateAt = states.get(alarm);
    for (let minute = WARM_UP - 30; minute < WARM_UP + minutes; minute += 1) {
      if (stateAt?.(minute) !== 'ALARM') continue;
      wentOff.set(alarm, minute - WARM_UP + 1);
      break;
    }
  }
  const problems = [
    ...Object.entries(within).flatMap(([alarm, latest]) => {
      const after = wentOff.get(alarm);
      if (after !== undefined && after > 0 && after <= latest) return [];
      return [
        `${name}: ${alarm} goes off ${after === undefined ? 'never' : `after ${after} min`}, not within ${latest}`,
      ];
    }),
    ...[...wentOff.keys()]
      .filter((alarm) => !(alarm in within))
      .map((alarm) => `${name}: ${alarm} goes off after ${wentOff.get(alarm)} min and should not`),
  ];
  if (pageEndsBy !== undefined && states.get('ObservabilityPage')?.(WARM_UP + pageEndsBy) === 'ALARM') {
    problems.push(`${name}: the page has not ended after ${pageEndsBy} min`);
  }
  return { scenario, wentOff, problems };
}
