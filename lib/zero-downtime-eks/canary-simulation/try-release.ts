import { type AlarmState, metricAlarmStates } from '../alarm-evaluation/alarm-states';
import { type Minute, NORMAL, simulatedService } from '../alarm-evaluation/simulated-service';
import type { Release } from './read-release';
import { ApiError, type Execution, execute } from './state-machine';

/** A release, and what else happens. */
export interface Trial {
  /** Share of the canary's requests that fail, by the minute. */
  readonly failing: (minute: number) => number;
  /** Requests a minute to the whole service. @default - as normal */
  readonly requests?: number;
  /** Whether AWS answers a call with an error. @param count how many calls of the action there were before */
  readonly breaks?: (action: string, count: number, weight: number | undefined) => boolean;
  /** Whether the alarm has been deleted. */
  readonly withoutAlarm?: boolean;
}

export interface Outcome extends Execution {
  /** Of the canary in the end, in per cent. */
  readonly weight: number;
  /** The greatest that it had. */
  readonly reached: number;
  readonly minutes: number;
  /** Requests that failed for the release, and all that there were. */
  readonly failed: number;
  readonly requests: number;
}

/** Minutes until CloudWatch has what a load balancer counted, and has looked at it. */
const DELAY = 2;

interface ModifyListener {
  readonly ListenerArn: string;
  readonly DefaultActions: readonly [
    { ForwardConfig: { TargetGroups: readonly { readonly TargetGroupArn: string; readonly Weight: number }[] } },
  ];
}

/**
 * Runs the release's state machine against a load balancer that does what it is told, with the release's own alarm over
 * what the canary does at the weight that it has. Seconds cost nothing.
 */
export function tryRelease(release: Release, trial: Trial): Outcome {
  const { failing, requests = NORMAL.requests, breaks = () => false, withoutAlarm = false } = trial;
  const minutes: Minute[] = [];
  const counts = new Map<string, number>();
  let [seconds, weight, reached] = [0, 0, 0];

  const wait = (more: number): void => {
    seconds += more;
    while (minutes.length < seconds / 60) {
      const canaryFailing = failing(minutes.length);
      minutes.push({ ...NORMAL, requests, canaryWeight: weight / 100, canaryFailing });
    }
  };
  const modifyListener = ({ ListenerArn, DefaultActions: [action] }: ModifyListener): unknown => {
    const groups = new Map(action.ForwardConfig.TargetGroups.map((group) => [group.TargetGroupArn, group.Weight]));
    const [stable, canary] = [groups.get(release.stable), groups.get(release.canary)];
    if (ListenerArn !== release.listener || stable === undefined || canary === undefined || groups.size !== 2) {
      throw new ApiError('ValidationError');
    }
    weight = (100 * canary) / (stable + canary);
    reached = Math.max(reached, weight);
    return { Listeners: [] };
  };
  const describeAlarms = ({ AlarmNames }: { readonly AlarmNames: readonly string[] }): unknown => {
    const known = AlarmNames.flatMap((name) => (withoutAlarm ? [] : (release.alarms.get(name) ?? [])));
    const states = known.map((alarm): AlarmState => {
      const stateAt = metricAlarmStates(alarm, simulatedService(minutes, release.canary));
      return stateAt(minutes.length - 1 - DELAY);
    });
    return { MetricAlarms: states.map((StateValue) => ({ StateValue })), CompositeAlarms: [] };
  };
  const call = (resource: string, parameters: unknown): unknown => {
    const action = /^arn:.*:states:::aws-sdk:(\w+:\w+)$/.exec(resource)?.[1] ?? resource;
    const count = counts.get(action) ?? 0;
    counts.set(action, count + 1);
    const target = action === 'elasticloadbalancingv2:modifyListener' ? weightOf(parameters, release) : undefined;
    if (breaks(action, count, target)) throw new ApiError('Throttling');
    if (action === 'elasticloadbalancingv2:modifyListener') {
      demandPermission(release, 'elasticloadbalancing:ModifyListener', [release.listener]);
      return modifyListener(parameters as ModifyListener);
    }
    if (action === 'cloudwatch:describeAlarms') {
      const asked = parameters as { readonly AlarmNames: readonly string[] };
      demandPermission(release, 'cloudwatch:DescribeAlarms', asked.AlarmNames);
      return describeAlarms(asked);
    }
    throw new Error(`${resource} is not simulated`);
  };

  const execution = execute(release.definition, call, wait);
  const failed = minutes.reduce((sum, m) => sum + m.requests * m.canaryWeight * m.canaryFailing, 0);
  return { ...execution, weight, reached, minutes: seconds / 60, failed, requests: requests * minutes.length };
}

function weightOf(parameters: unknown, { canary }: Release): number | undefined {
  const [action] = (parameters as ModifyListener).DefaultActions;
  return action.ForwardConfig.TargetGroups.find(({ TargetGroupArn }) => TargetGroupArn === canary)?.Weight;
}

function demandPermission({ permissions }: Release, action: string, resources: readonly string[]): void {
  const allowed = resources.every((resource) =>
    permissions.some(
      (permission) =>
        permission.actions.some((name) => name.toLowerCase() === action.toLowerCase()) &&
        permission.resources.includes(resource),
    ),
  );
  if (!allowed) throw new ApiError('AccessDenied');
}
