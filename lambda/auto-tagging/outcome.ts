/** How the tagger left a record; in a dry run, how it would have. */
export const outcomes = ['tagged', 'compliant', 'skipped', 'pending', 'unmapped', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * The one line that the tagger logs for each record, under the message {@link OUTCOME_MESSAGE}.
 * `npx takehome replay --json` prints these lines as they are.
 */
export interface RecordOutcome {
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly outcome: Outcome;
  readonly arns: readonly string[];
  /** The tags that were added. */
  readonly tags: Readonly<Record<string, string>>;
  readonly reason: string;
}

export const OUTCOME_MESSAGE = 'outcome';
