/** How the tagger left a record; in a dry run, how it would have. */
export const outcomes = ['tagged', 'compliant', 'skipped', 'pending', 'unmapped', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * The one line that the tagger logs for each record that it is done with, under the message {@link OUTCOME_MESSAGE}.
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

/** Log message of such a line; the {@link RecordOutcome} lies under {@link OUTCOME_KEY}. */
export const OUTCOME_MESSAGE = 'outcome';

/** Key under which the log line holds the {@link RecordOutcome}. */
export const OUTCOME_KEY = 'record';

/** An outcome with the SQS message that it is about. */
export interface LoggedOutcome {
  readonly messageId: string;
  readonly record: RecordOutcome;
}

/**
 * Reads an outcome back from a line of the tagger's log.
 *
 * @returns undefined for any other line, also for text that is not JSON
 */
export function readOutcome(line: string): LoggedOutcome | undefined {
  if (!line.includes(`"${OUTCOME_KEY}"`)) return undefined;
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const { message, messageId, [OUTCOME_KEY]: record } = (entry ?? {}) as Record<string, unknown>;
  const isOutcome = message === OUTCOME_MESSAGE && typeof record === 'object' && record !== null && 'outcome' in record;
  if (!isOutcome || !outcomes.some((outcome) => outcome === record.outcome)) return undefined;
  return { messageId: String(messageId ?? ''), record: record as RecordOutcome };
}
