import { fraction } from './aws/faults';
import type { ProviderFault, SendRequest } from './messaging-provider';

/** Shares of requests, 0 to 1. */
export interface ProviderFailureRates {
  readonly seed: string;
  /** Fails before the message is accepted. */
  readonly before?: number;
  /** Fails after the message is accepted: its answer is lost. */
  readonly after?: number;
  /** Share of the failures that break the connection instead of answering 503. @default 0.5 */
  readonly resets?: number;
  /** Share of recipients who are refused for good. */
  readonly refused?: number;
}

/** Faults with the given rates, the same ones each time for an equal seed and an equal order of requests. */
export function seededProviderFaults(rates: ProviderFailureRates): (request: SendRequest) => ProviderFault | undefined {
  const { seed, before = 0, after = 0, resets = 0.5, refused = 0 } = rates;
  return ({ to, n }) => {
    if (refused > 0 && fraction(`${seed} refused ${to}`) < refused) return 'refuse';
    const drawn = fraction(`${seed} request ${n}`);
    if (drawn >= before + after) return undefined;
    const isReset = fraction(`${seed} reset ${n}`) < resets;
    if (drawn < before) return isReset ? 'reset before' : 'error before';
    return isReset ? 'reset after' : 'error after';
  };
}
