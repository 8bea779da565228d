/**
 * Metrics of the notifier, all counts.
 *
 * - `posted`: messages that Slack took.
 * - `failed`: messages that Slack did not take, or of which nobody knows; their records wait for the next delivery.
 * - `deduplicated`: records whose alert Slack already had.
 * - `uncertain`: alerts whose earlier message was interrupted, so that only its id is told.
 */
export const notifierMetrics = {
  posted: 'SlackPosted',
  failed: 'SlackFailed',
  deduplicated: 'AlertsDeduplicated',
  uncertain: 'AlertsUncertain',
} as const;
export type NotifierMetric = (typeof notifierMetrics)[keyof typeof notifierMetrics];
