import { decide, isExposed, isReachable } from '../../../../lib/reachability/decide';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import type { Destination, Question } from '../../../../lib/reachability/verdict';

/** Like an answer, in components: `reachable`, or what blocks it and what nobody knows. */
export type Answer = 'reachable' | { readonly blockedBy: readonly string[]; readonly notModelled?: readonly string[] };

/** What decides a question, after a look at whether the fast answers agree. */
export function answer(model: NetworkModel, question: Question): Answer {
  const network = new Network(model);
  const { verdict, blockedBy, notModelled } = decide(network, question);
  const works = verdict === 'reachable';
  expect(isReachable(network, question)).toBe(works);
  if (works) expect(isExposed(network, question)).toBe(true);
  const unknown = [...new Set(notModelled.map(({ component }) => component))];
  if (works && unknown.length === 0) return 'reachable';
  return {
    blockedBy: [...new Set(blockedBy.map(({ component }) => component))].toSorted(),
    ...(unknown.length > 0 && { notModelled: unknown }),
  };
}

/** A question from `eni-client` on tcp 80 unless said otherwise. */
export function to(destination: string, changes: Partial<Question> = {}): Question {
  const isAddress = /^\d+(\.\d+){3}$/.test(destination);
  const target: Destination = isAddress ? { ip: destination } : { componentId: destination };
  return { from: { networkInterfaceId: 'eni-client' }, to: target, protocol: 'tcp', port: 80, ...changes };
}

export const blocked = (...blockedBy: readonly string[]): Answer => ({ blockedBy });
