/**
 * Recipients of one batch of an expansion, at most: with the longest that a recipient may be, they stay within the 256 KiB
 * that a state may be given.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const RECIPIENTS_PER_BATCH = 500;

/** Seconds that a batch is reckoned with: its start, its reads and its puts. */
const BATCH_SECONDS = 0.5;

/** So that the transport always holds what the sender is ready for. */
const FASTER_THAN_SENDING = 2;

/**
 * Batches of an expansion that run at the same time: audiences are expanded twice as fast as they are sent. More would wait
 * in the transport, or be refused by a stream that is made for the rate of sending.
 *
 * @param messagesPerSecond the rate of sending
 */
export const batchesAtOnce = (messagesPerSecond: number): number =>
  Math.max(2, Math.ceil((FASTER_THAN_SENDING * messagesPerSecond * BATCH_SECONDS) / RECIPIENTS_PER_BATCH));
