import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type { Endpoint } from './link';
import { type Answer, type ClientError, pay } from './payment-request';

/** A steady load of payments. */
export interface LoadSpec {
  readonly to: Endpoint;
  /** Requests a second, sent by the clock and not when others are answered. */
  readonly ratePerSecond: number;
  /** How many are sent together, with a pause after them; the rate stays. @default 1 */
  readonly burst?: number;
  /** Keep-alive connections at most; a request for which none is free waits, and its time counts. */
  readonly clients: number;
  /** How many of the requests are slow, 0 to 1, evenly spread. */
  readonly slowShare: number;
  /** What the card network takes for a slow request. */
  readonly slowSeconds: number;
  /** What it takes for the others. @default 0 */
  readonly fastSeconds?: number;
  /**
   * After which a client closes a connection that it does not need. Less than the load balancer's idle timeout, or that
   * may close one just when it is used: a loss that no server can prevent.
   *
   * @default 1
   */
  readonly idleSeconds?: number;
  /** After which a client gives up, for each attempt. */
  readonly timeoutSeconds: number;
  /** Whether a failed request is sent again with the same key, up to 5 attempts. @default false */
  readonly retry?: boolean;
}

/** One request, from its due time to its end. */
export interface RequestResult extends Answer {
  /** Seconds from the start of the load until it was due. */
  readonly at: number;
  /** Seconds from then until its answer was read, or it failed. */
  readonly seconds: number;
  /** Whether it was answered with a status below 500. */
  readonly ok: boolean;
  readonly slow: boolean;
  /** Its Idempotency-Key. */
  readonly key: string;
  readonly attempts: number;
}

/** A load that runs. */
export interface Load {
  /** Results so far, in the order of their ends. */
  readonly results: readonly RequestResult[];
  /** Sends no more, waits for the answers, and gives all results. */
  stop(): Promise<readonly RequestResult[]>;
}

const ATTEMPTS = 5;
/** Before the second attempt; twice as long before each further one. */
const FIRST_BACKOFF_SECONDS = 0.1;
const IDLE_SECONDS = 1;
/** How often requests that are due are looked for. */
const TICK_MILLISECONDS = 2;

/** Starts a load. */
export function startLoad(spec: LoadSpec): Load {
  const timeout = (spec.idleSeconds ?? IDLE_SECONDS) * 1_000;
  const agent = new Agent({ keepAlive: true, maxSockets: spec.clients, timeout });
  const start = performance.now();
  const results: RequestResult[] = [];
  const running = new Set<Promise<void>>();
  const { ratePerSecond, burst = 1 } = spec;
  let sent = 0;
  const dueAt = (number: number) => (number - (number % burst)) / ratePerSecond;
  const send = (number: number) => {
    const slow = isSlow(number, spec.slowShare);
    const at = dueAt(number);
    const request = attempts(agent, spec, slow).then((answer) => {
      results.push({ at, seconds: (performance.now() - start) / 1_000 - at, slow, ...answer });
      running.delete(request);
    });
    running.add(request);
  };
  const timer = setInterval(() => {
    const now = (performance.now() - start) / 1_000;
    while (dueAt(sent) <= now) send(sent++);
  }, TICK_MILLISECONDS);
  return {
    results,
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
      agent.destroy();
      return results;
    },
  };
}

/** Spreads a share evenly: of every 1 / share requests the last. */
function isSlow(number: number, share: number): boolean {
  return Math.floor((number + 1) * share) > Math.floor(number * share);
}

async function attempts(agent: Agent, spec: LoadSpec, slow: boolean) {
  const key = randomUUID();
  const { to, timeoutSeconds, retry = false, slowSeconds, fastSeconds = 0 } = spec;
  const payment = { key, processingSeconds: slow ? slowSeconds : fastSeconds };
  for (let attempt = 1; ; attempt++) {
    const answer = await pay(agent, to, payment, timeoutSeconds);
    const ok = answer.status !== undefined && answer.status < 500;
    if (ok || !retry || attempt === ATTEMPTS) return { ...answer, ok, key, attempts: attempt };
    const backoff = FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1);
    await new Promise((resolve) => setTimeout(resolve, backoff * 1_000));
  }
}

export type { Answer, ClientError };
