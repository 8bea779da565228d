import { isDeepStrictEqual } from 'node:util';
import { decide, isReachable } from '../decide';
import { Network } from '../network';
import { refusals } from '../refusals/refusals';
import type { Expectation } from './rule-case';

/** In what the verifier differs from an expectation; empty where it agrees. */
export function violations(expectation: Expectation): readonly string[] {
  const found = refusals(expectation.network);
  const components = [...new Set(found.map(({ component }) => component))];
  if (!('refused' in expectation)) {
    return [...components.map((component) => `${component} is refused`), ...ofVerdict(expectation)];
  }
  const { refused } = expectation;
  if (refused === undefined) return components.map((component) => `${component} is refused`);
  const reasons = found.map(({ reason }) => reason).join('\n');
  return [
    ...(isDeepStrictEqual(components, [refused]) ? [] : [`refused is ${components.join(', ') || 'nothing'}`]),
    ...(expectation.reason.test(reasons) ? [] : [`refused for another reason: ${reasons}`]),
    ...(expectation.question ? ofRefused(expectation, expectation.question) : []),
  ];
}

function ofVerdict(expectation: Exclude<Expectation, { readonly refused: string | undefined }>): readonly string[] {
  const network = new Network(expectation.network);
  const { verdict, blockedBy, notModelled } = decide(network, expectation.question);
  const isExpected = 'reachable' in expectation;
  const problems = notModelled.map(({ component }) => `${component} is not modelled`);
  if (isReachable(network, expectation.question) !== isExpected) problems.push('the fast verdict is another');
  if ((verdict === 'reachable') !== isExpected) problems.push(verdict);
  if ('reachable' in expectation)
    return [...problems, ...blockedBy.map(({ component, reason }) => `${component}: ${reason}`)];
  const components = [...new Set(blockedBy.map(({ component }) => component))].toSorted();
  const directions = [...new Set(blockedBy.map(({ direction }) => direction))];
  if (!isDeepStrictEqual(components, expectation.blockedBy)) problems.push(`blocked by ${components.join(', ')}`);
  if (expectation.direction && !isDeepStrictEqual(directions, [expectation.direction])) {
    problems.push(`blocked on the way ${directions.join(', ')}`);
  }
  return problems;
}

function ofRefused(
  { network: model, reason }: Extract<Expectation, { readonly refused: string }>,
  question: Parameters<typeof decide>[1],
): readonly string[] {
  const network = new Network(model);
  const { verdict, blockedBy } = decide(network, question);
  const reasons = blockedBy.map((blocker) => blocker.reason).join('\n');
  return [
    ...(verdict === 'blocked' && !isReachable(network, question) ? [] : ['reachable although refused']),
    ...(reason.test(reasons) ? [] : [`blocked for another reason: ${reasons}`]),
  ];
}
