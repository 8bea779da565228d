import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** Alarms by what they ask for. */
export interface Severities {
  /** Somebody gets up: clients are losing payments, or will with the next failure. */
  readonly pages: readonly IAlarm[];
  /** Somebody looks on the next working day. */
  readonly tickets: readonly IAlarm[];
}
