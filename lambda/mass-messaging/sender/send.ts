import type { Campaign } from '../campaign';
import type { ProviderAnswer } from '../provider';
import { fullJitter, sleep } from '../retry';

/** How sending to one recipient went. */
export type SendResult =
  | { readonly kind: 'delivered' | 'stopped'; readonly attempts: number }
  | { readonly kind: 'refused'; readonly attempts: number; readonly reason: string }
  | { readonly kind: 'held'; readonly until: number }
  /** It is not known, or it was not tried. */
  | { readonly kind: 'left'; readonly attempts: number; readonly reason: string };

/** What sending needs of others. */
export interface SendPorts {
  /** What the campaign is now. */
  readonly campaign: () => Promise<Campaign>;
  /** The end of the recipient's quiet hours, where they are now; milliseconds since 1970. */
  readonly quietUntil: () => number | undefined;
  /** Waits for the rate limiter. @returns until when one request may begin; undefined when it may not before `latest` */
  readonly acquire: (latest: number) => Promise<number | undefined>;
  /** Makes one request, at once. */
  readonly request: (campaign: Campaign, timeout: number) => Promise<ProviderAnswer>;
}

/** Counts of one invocation. */
export interface SendCounts {
  requests: number;
  throttles: number;
  errors: number;
  starved: number;
}

/** Requests for one recipient in one invocation. */
const MOST_ATTEMPTS = 5;

/** Milliseconds of one request: the longest, and the least for which it is begun. */
const LONGEST_REQUEST = 10_000;
const SHORTEST_REQUEST = 1_000;

/**
 * Sends to one recipient: again with full jitter, and not before the provider's Retry-After, while there is time. A stop
 * and the quiet hours are looked at right before each request.
 *
 * @param deadline milliseconds since 1970 at which everything has ended
 * @throws nothing: an error of a port leaves the recipient over
 */
export async function send(ports: SendPorts, deadline: number, counts: SendCounts): Promise<SendResult> {
  const latest = deadline - SHORTEST_REQUEST;
  let attempts = 0;
  const left = (reason: string): SendResult => ({ kind: 'left', attempts, reason });
  try {
    for (;;) {
      if ((await ports.campaign()).isStopped) return { kind: 'stopped', attempts };
      const validUntil = await ports.acquire(latest);
      if (validUntil === undefined) {
        counts.starved += 1;
        return left('the rate limiter has no slot');
      }
      const campaign = await ports.campaign();
      if (campaign.isStopped) return { kind: 'stopped', attempts };
      const until = ports.quietUntil();
      if (until !== undefined) return { kind: 'held', until };
      const now = Date.now();
      if (now > latest) return left('no time is left');
      if (now > validUntil) continue;
      const answer = await ports.request(campaign, Math.min(LONGEST_REQUEST, deadline - now));
      attempts += 1;
      counts.requests += 1;
      if (answer.kind === 'accepted') return { kind: 'delivered', attempts };
      if (answer.kind === 'refused') return { kind: 'refused', attempts, reason: answer.reason };
      if (answer.throttled) counts.throttles += 1;
      else counts.errors += 1;
      const wait = Math.max(fullJitter(attempts), answer.retryAfter ?? 0);
      if (attempts === MOST_ATTEMPTS || Date.now() + wait > latest) return left(answer.reason);
      await sleep(wait);
    }
  } catch (error) {
    return left(String(error));
  }
}
