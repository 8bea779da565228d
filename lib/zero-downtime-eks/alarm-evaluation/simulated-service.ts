import type { World } from './alarm-states';
import type { Sample, Series } from './statistics';

/** What happens in one minute. */
export interface Minute {
  /** That reach the load balancer. */
  readonly requests: number;
  /** Shares of them that the target answers with 5xx, that the load balancer answers with 5xx, and that take 5 seconds. */
  readonly failing: number;
  readonly refused: number;
  readonly slow: number;
  /** Targets by their health; undefined where none is registered. */
  readonly healthy: number | undefined;
  readonly unhealthy: number;
  /** Connections turned away. */
  readonly rejected: number;
  readonly restarts: number;
  readonly pending: number;
  /** Per cent of what a pod asked for. */
  readonly cpu: number;
  /** Per cent of the limit of a pod. */
  readonly memory: number;
  /** Servers that ended with payments under way. */
  readonly cutOff: number;
  /** Per cent of the greatest capacity of the ledger. */
  readonly capacity: number;
  /** Milliseconds that the reader is behind. */
  readonly lag: number;
  readonly deadlocks: number;
  /** Per cent of the connections of RDS Proxy. */
  readonly connections: number;
  /** Until the certificate ends. */
  readonly daysToExpiry: number;
  /** Executions of the canary release that failed. */
  readonly takenBack: number;
  /** Share of the requests that the canary gets, and share of these that fail there. */
  readonly canaryWeight: number;
  readonly canaryFailing: number;
}

/** 100 payments a second on three pods, of which one in 10,000 fails and one in 500 is slow. */
export const NORMAL: Minute = {
  requests: 6000,
  failing: 0.0001,
  refused: 0,
  slow: 0.002,
  healthy: 3,
  unhealthy: 0,
  rejected: 0,
  restarts: 0,
  pending: 0,
  cpu: 40,
  memory: 55,
  cutOff: 0,
  capacity: 35,
  lag: 25,
  deadlocks: 0,
  connections: 10,
  daysToExpiry: 150,
  takenBack: 0,
  canaryWeight: 0,
  canaryFailing: 0,
};

/** An alarm looks at a metric that the simulation does not have. */
export class UnknownMetricError extends Error {
  override readonly name = 'UnknownMetricError';
}

/** Millicores. */
const CPU_REQUEST = 250;

/** By namespace and name. A count that is 0 is not published, as AWS documents it for the load balancer. */
const METRICS: Readonly<Record<string, (minute: Minute) => readonly Sample[]>> = {
  'AWS/ApplicationELB RequestCount': ({ requests, refused }) => counted(requests * (1 - refused)),
  'AWS/ApplicationELB HTTPCode_Target_5XX_Count': ({ requests, failing }) => counted(requests * failing),
  'AWS/ApplicationELB HTTPCode_ELB_5XX_Count': ({ requests, refused }) => counted(requests * refused),
  'AWS/ApplicationELB TargetResponseTime': ({ requests, refused, slow }) => times(requests * (1 - refused), slow),
  'AWS/ApplicationELB RejectedConnectionCount': ({ rejected }) => counted(rejected),
  'AWS/ApplicationELB HealthyHostCount': ({ healthy }) => (healthy === undefined ? [] : gauge(healthy)),
  'AWS/ApplicationELB UnHealthyHostCount': ({ healthy, unhealthy }) => (healthy === undefined ? [] : gauge(unhealthy)),
  'ContainerInsights pod_number_of_container_restarts': ({ restarts }) => gauge(restarts),
  'ContainerInsights pod_status_pending': ({ pending }) => gauge(pending),
  'ContainerInsights pod_cpu_usage_total': ({ cpu }) => gauge((cpu / 100) * CPU_REQUEST),
  'ContainerInsights pod_cpu_request': () => gauge(CPU_REQUEST),
  'ContainerInsights pod_memory_utilization_over_pod_limit': ({ memory }) => gauge(memory),
  'AWS/RDS ACUUtilization': ({ capacity }) => gauge(capacity),
  'AWS/RDS AuroraReplicaLagMaximum': ({ lag }) => gauge(lag),
  'AWS/RDS Deadlocks': ({ deadlocks }) => gauge(deadlocks),
  'AWS/RDS DatabaseConnectionsCurrentlyBorrowed': ({ connections }) => gauge(connections),
  'AWS/RDS MaxDatabaseConnectionsAllowed': () => gauge(100),
  'ZeroDowntimeEks CutOff': ({ cutOff }) => counted(cutOff),
  'AWS/CertificateManager DaysToExpiry': ({ daysToExpiry }) => gauge(daysToExpiry),
  'AWS/States ExecutionsFailed': ({ takenBack }) => counted(takenBack),
  'AWS/States ExecutionsAborted': () => [],
};

/** The same of the canary's target group. */
const CANARY_METRICS: typeof METRICS = {
  'AWS/ApplicationELB RequestCount': (minute) => counted(canaryRequests(minute)),
  'AWS/ApplicationELB HTTPCode_Target_5XX_Count': (minute) => counted(canaryRequests(minute) * minute.canaryFailing),
  'AWS/ApplicationELB TargetConnectionErrorCount': () => [],
  'AWS/ApplicationELB TargetResponseTime': (minute) => times(canaryRequests(minute), minute.slow),
};

const canaryRequests = ({ requests, canaryWeight }: Minute): number => requests * canaryWeight;

const counted = (count: number): readonly Sample[] => (count > 0 ? [{ value: count, count: 1 }] : []);
const gauge = (value: number): readonly Sample[] => [{ value, count: 1 }];

const times = (requests: number, slow: number): readonly Sample[] =>
  [
    { value: 0.3, count: requests * (1 - slow) },
    { value: 5, count: requests * slow },
  ].filter(({ count }) => count > 0);

/**
 * What the metrics show of what happens.
 *
 * @param canaryTargetGroup logical id of the canary's target group
 * @throws UnknownMetricError when an alarm asks for a metric that is not simulated
 */
export function simulatedService(minutes: readonly Minute[], canaryTargetGroup: string): World {
  const known = new Map<string, Series>();
  return ({ namespace, name, dimensions }) => {
    const isCanary = dimensions.TargetGroup?.includes(`"${canaryTargetGroup}"`) ?? false;
    const key = `${namespace} ${name}`;
    const publish = (isCanary ? CANARY_METRICS : METRICS)[key];
    if (!publish) throw new UnknownMetricError(`${key}${isCanary ? ' of the canary' : ''} is not simulated`);
    const series = known.get(`${key} ${isCanary}`) ?? minutes.map(publish);
    known.set(`${key} ${isCanary}`, series);
    return series;
  };
}
