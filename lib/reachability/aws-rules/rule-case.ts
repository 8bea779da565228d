import type { NetworkModel } from '../model';
import type { Question } from '../verdict';

/** A rule of AWS as a network and what becomes of it there. */
export interface RuleCase {
  /** Of ../shared/network/aws-rules.jsonl. */
  readonly id: string;
  readonly expected: Expectation;
  /** Nearly the same network, where the rule says nothing: with the opposite outcome. */
  readonly twin: Expectation;
}

export type Expectation =
  | { readonly network: NetworkModel; readonly question: Question; readonly reachable: true }
  | {
      readonly network: NetworkModel;
      readonly question: Question;
      /** Exactly the components that have to change. */
      readonly blockedBy: readonly string[];
      /** @default - either way */
      readonly direction?: 'forward' | 'return';
    }
  | {
      readonly network: NetworkModel;
      readonly refused: string;
      readonly reason: RegExp;
      /** Would be reachable if AWS created it. @default - nothing to ask */
      readonly question?: Question;
    }
  | { readonly network: NetworkModel; readonly refused: undefined };

/** From an interface to an address, an interface or the internet, on tcp 80 unless said otherwise. */
export function ask(from: string, to: string, protocol: Question['protocol'] = 'tcp', port = 80): Question {
  const isAddress = /^[\d.]+$/.test(to);
  return {
    from: from === 'internet' ? from : { networkInterfaceId: from },
    to: to === 'internet' ? to : isAddress ? { ip: to } : { componentId: to },
    protocol,
    ...(protocol === 'icmp' ? {} : { port }),
  };
}

export function reaches(network: NetworkModel, ...question: Parameters<typeof ask>): Expectation {
  return { network, question: ask(...question), reachable: true };
}

export function isBlocked(
  network: NetworkModel,
  question: Question,
  blockedBy: readonly string[],
  direction?: 'forward' | 'return',
): Expectation {
  return { network, question, blockedBy, ...(direction === undefined ? {} : { direction }) };
}

export function isRefused(network: NetworkModel, refused: string, reason: RegExp, question?: Question): Expectation {
  return { network, refused, reason, ...(question === undefined ? {} : { question }) };
}

export function isCreated(network: NetworkModel): Expectation {
  return { network, refused: undefined };
}
