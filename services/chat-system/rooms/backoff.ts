import type { Clock } from './clock';

/**
 * Milliseconds to wait before another attempt: anything up to 50, 100, 200 and so on up to 2,000, so that those who
 * failed together do not come back together.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/retry-backoff.html
 */
export const backoff = (clock: Clock, attempt: number): number => clock.random() * Math.min(2_000, 50 * 2 ** attempt);
