import { TIMINGS } from '../timings';

/** The slow requests take as long as the answer allows a payment to take. */
export const LONGEST_REQUEST_SECONDS = TIMINGS.longestRequest;

/** How payments arrive, in real seconds. */
export interface Traffic {
  readonly ratePerSecond: number;
  readonly clients: number;
  /** Of the requests that take as long as one may, 0 to 1. */
  readonly slowShare: number;
  /** After which a client gives up. Longer than the load balancer's patience. */
  readonly timeoutSeconds: number;
  /** Of the real world, until the script begins. */
  readonly settleSeconds: number;
}

/** What a variant gets. */
export const TRAFFIC: Traffic = {
  ratePerSecond: 30,
  clients: 200,
  slowShare: 0.7,
  timeoutSeconds: 20,
  settleSeconds: 5,
};
