/**
 * How a recipient ended. `invalid` is told by the expander, everything else by the sender. `dead-lettered` is the only
 * one that may be followed by another: when the dead letter is redriven.
 */
export const outcomes = ['delivered', 'opted-out', 'refused', 'invalid', 'stopped', 'dead-lettered'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * One line of the results, as JSON. Lines are written at least once: after a crash the same line, or a second one with
 * the outcome of the repetition, may come again. A reader takes one line a recipient, `delivered` before any other.
 */
export interface ResultLine {
  readonly campaign: string;
  /** Id of the recipient; empty for an invalid line of the audience whose id cannot be read. */
  readonly recipient: string;
  readonly outcome: Outcome;
  /**
   * ISO 8601 in UTC, with milliseconds and a `Z`: one of the formats that Firehose makes timestamps of.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
   */
  readonly at: string;
  /** Requests made of the provider by the invocation that tells the outcome. */
  readonly attempts: number;
  /** Position in the audience, from 0; of the record's first recipient when the sender tells the outcome. */
  readonly position: number;
  /** Why, where the outcome does not say so itself; else ''. */
  readonly reason: string;
}
