/** What is promised to clients over 30 days. */
export interface Objective {
  /** Share of the requests that have to be good, above 0 and below 1. */
  readonly target: number;
  /** Days over which the promise holds. */
  readonly days: number;
}

/** Two windows, of which both have to burn the error budget too fast before somebody is told. */
export interface BurnRateAlert {
  /** `page`: somebody gets up. `ticket`: on the next working day. */
  readonly severity: 'page' | 'ticket';
  /** Hours. It says that much of the budget is gone. */
  readonly longWindow: number;
  /** Hours, a twelfth of the long window. It says that the budget still burns, and lets the alarm end soon after. */
  readonly shortWindow: number;
  /** How many times faster than allowed the budget burns. */
  readonly burnRate: number;
  /** Share of the bad among all requests above which either window counts. */
  readonly threshold: number;
}

/** The objective or the share of its budget is no share. */
export class InvalidObjectiveError extends Error {
  override readonly name = 'InvalidObjectiveError';
}

/** Of all payments: 99.95 % are answered, and not by a 5xx, which leaves 21.6 minutes in 30 days. */
export const AVAILABILITY: Objective = { target: 0.9995, days: 30 };

/** Seconds within which a payment counts as fast; the card network takes most of it. */
export const FAST = 3;

/** Of all payments: 99 % are answered within FAST. */
export const LATENCY: Objective = { target: 0.99, days: 30 };

/**
 * The windows of the Site Reliability Workbook (chapter "Alerting on SLOs"): page when 2 % of the budget of 30 days go in
 * one hour or 5 % in six, ticket when 10 % go in one day. Its fourth pair (10 % in three days) is left out: a burn that
 * slow is seen on the dashboard.
 */
const WINDOWS = [
  { severity: 'page', longWindow: 1, budget: 0.02 },
  { severity: 'page', longWindow: 6, budget: 0.05 },
  { severity: 'ticket', longWindow: 24, budget: 0.1 },
] as const;

/** The short window is this part of the long one. */
const SHORT = 12;

/** Without what binary fractions leave behind. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** Share of the requests that may be bad. */
export const errorBudget = ({ target }: Objective): number => 1 - target;

/** Minutes of total failure that use up the whole budget. */
export const budgetMinutes = (objective: Objective): number => errorBudget(objective) * objective.days * 24 * 60;

/**
 * The alerts for an objective, fastest first. The burn rate follows from the share of the budget that may go in the long
 * window: `budget x period / long window`.
 *
 * @throws InvalidObjectiveError
 */
export function burnRateAlerts(objective: Objective): readonly BurnRateAlert[] {
  const { target, days } = objective;
  if (!(target > 0 && target < 1)) throw new InvalidObjectiveError(`target: above 0 and below 1, got: ${target}`);
  if (!(days >= 1)) throw new InvalidObjectiveError(`days: at least 1, got: ${days}`);
  return WINDOWS.map(({ severity, longWindow, budget }) => {
    const burnRate = rounded((budget * days * 24) / longWindow);
    return {
      severity,
      longWindow,
      shortWindow: longWindow / SHORT,
      burnRate,
      // More than everything cannot fail: with a loose objective this window tells nothing less than total failure.
      threshold: Math.min(rounded(burnRate * errorBudget(objective)), 0.99),
    };
  });
}

/**
 * How long it takes until an alert goes off, from the beginning of a constant failure after quiet time.
 *
 * @param badShare of the requests that fail, 0 to 1
 * @returns minutes; Infinity where it never does
 */
export function minutesToDetect({ threshold, longWindow }: BurnRateAlert, badShare: number): number {
  return badShare > threshold ? (threshold / badShare) * longWindow * 60 : Infinity;
}
