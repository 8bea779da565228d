import type { Minute } from './simulated-service';

/** Something that happens after a day of normal load, and what the alarms have to say of it. */
export interface Scenario {
  readonly name: string;
  /** How long it lasts, in minutes. */
  readonly minutes: number;
  /** How a minute of it differs from normal load. */
  readonly at: (minute: number) => Partial<Minute>;
  /** Alarms that go off: the latest minute after the beginning. Every other one that tells somebody stays quiet. */
  readonly within: Readonly<Record<string, number>>;
  /** An alarm that the template has only where something optional is on. @default - it always has them all */
  readonly needs?: string;
  /** Minutes after the beginning by which the page has ended. @default - it is not looked at */
  readonly pageEndsBy?: number;
}

const DAY = 24 * 60;
const PAGE = 'ObservabilityPage';
const SLOWLY = 'ObservabilityBudgetBurnsSlowly';
const service = (name: string): string => `ObservabilityService${name}`;

/** More than the load balancer's own metrics carry is added by CloudWatch: two to three minutes until data are there. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'two days, busy by day and calm by night, a rollout every four hours',
    minutes: 2 * DAY,
    at: (minute) => ({
      requests: Math.round(3500 + 3000 * Math.sin((2 * Math.PI * minute) / DAY)),
      // A new pod is there before an old one goes, and fails its checks until it listens.
      ...(minute % 240 < 4 && { healthy: 4, unhealthy: 1 }),
    }),
    within: {},
  },
  {
    name: 'a night without any request, then one each five minutes, and the only one of an hour fails',
    minutes: 600,
    at: (minute) => ({
      requests: minute >= 480 && minute % 5 === 0 ? 1 : 0,
      failing: minute === 540 ? 1 : 0,
      slow: 0,
    }),
    within: {},
  },
  {
    name: 'three payments in ten fail for ten minutes',
    minutes: 90,
    at: (minute) => (minute < 10 ? { failing: 0.3 } : {}),
    within: { [PAGE]: 3, [service('TargetErrors')]: 2, [SLOWLY]: 8 },
    pageEndsBy: 40,
  },
  {
    name: 'no pod is left',
    minutes: 30,
    at: () => ({ healthy: undefined, refused: 1, failing: 0 }),
    within: { [PAGE]: 2, [service('LoadBalancerErrors')]: 2, [service('MissingTargets')]: 15, [SLOWLY]: 4 },
  },
  {
    name: 'one payment in a hundred fails',
    minutes: 120,
    at: () => ({ failing: 0.01 }),
    within: { [PAGE]: 45, [service('TargetErrors')]: 5 },
  },
  {
    name: 'one payment in 500 fails',
    minutes: DAY,
    at: () => ({ failing: 0.002 }),
    within: { [service('TargetErrors')]: 5, [SLOWLY]: 19 * 60 },
  },
  {
    name: 'one payment in five takes five seconds',
    minutes: 60,
    at: () => ({ slow: 0.2 }),
    within: { [PAGE]: 45, [service('SlowPayments')]: 15 },
  },
  {
    name: 'a zone is lost, and with it a pod',
    minutes: 40,
    at: (minute) => ({ healthy: 2, unhealthy: 1, pending: 1, refused: minute === 0 ? 0.05 : 0 }),
    within: {
      [service('LoadBalancerErrors')]: 2,
      [service('MissingTargets')]: 15,
      [service('UnhealthyTargets')]: 10,
      ObservabilityPodsPendingPods: 15,
    },
  },
  {
    name: 'two zones are lost',
    minutes: 10,
    at: () => ({ healthy: 1, unhealthy: 2 }),
    within: { [PAGE]: 2, [service('UnhealthyTargets')]: 10 },
  },
  {
    name: 'the load balancer turns clients away',
    minutes: 10,
    at: () => ({ rejected: 20 }),
    within: { [PAGE]: 2 },
  },
  {
    name: 'a pod grows until it is killed, and starts again',
    minutes: 30,
    at: (minute) => ({ memory: minute < 10 ? 80 + 2 * minute : 50, restarts: minute === 10 ? 1 : 0 }),
    within: { ObservabilityPodsMemoryUsedUp: 5, ObservabilityPodsPodRestarts: 11 },
  },
  {
    name: 'more load than the pods were made for',
    minutes: 30,
    at: () => ({ cpu: 160 }),
    within: { ObservabilityPodsCpuUsedUp: 15 },
  },
  {
    name: 'a drain is too short for the payments under way',
    minutes: 10,
    at: (minute) => ({ cutOff: minute === 3 ? 1 : 0 }),
    within: { ObservabilityDrainTooShort: 4 },
  },
  {
    name: 'the ledger is at its limit',
    minutes: 30,
    at: () => ({ capacity: 98, lag: 4000, connections: 95, deadlocks: 0.1 }),
    within: {
      ObservabilityLedgerCapacityUsedUp: 15,
      ObservabilityLedgerReplicaLag: 15,
      ObservabilityLedgerConnectionsUsedUp: 10,
      ObservabilityLedgerDeadlocks: 5,
    },
  },
  {
    name: 'a certificate was not renewed',
    minutes: 10,
    at: () => ({ daysToExpiry: 29 }),
    within: { ObservabilityCertificateExpires: 1 },
    needs: 'ObservabilityCertificateExpires',
  },
  {
    name: 'a bad release gets a twentieth of the payments',
    minutes: 10,
    at: (minute) => ({ canaryWeight: 0.05, canaryFailing: 0.2, takenBack: minute === 6 ? 1 : 0, failing: 0.0001 }),
    within: { ObservabilityCanaryBad: 3, CanaryReleaseTakenBack: 8 },
  },
  {
    name: 'a good release gets half of the payments',
    minutes: 20,
    at: () => ({ canaryWeight: 0.5, canaryFailing: 0.0001 }),
    within: {},
  },
];
