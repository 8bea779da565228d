import { parseAddress } from './ipv4';
import type { Network } from './network';
import { unjudged } from './not-modelled';
import { type Evaluate, reach, type Wish } from './packet/component';
import { quick, some, told } from './packet/connect';
import { type Aim, openedBy, openedByInternet } from './packet/openings';
import { distinct, type Outcome } from './packet/outcome';
import type { State } from './packet/position';
import type { Destination, Question, Verdict } from './verdict';

/**
 * Answers a question with its explanation.
 *
 * @throws UnknownComponentError where the question names what the network does not have
 * @throws Ipv4SyntaxError
 */
export function decide(network: Network, question: Question): Verdict {
  const { works: reachable, cost: _cost, ...rest } = answer(network, question, told);
  const notModelled = distinct([...rest.notModelled, ...unjudged(network, question, rest)]);
  const warnings = reachable ? rest.warnings : [...rest.warnings, ...exceptions(network, question)];
  return { verdict: reachable ? 'reachable' : 'blocked', ...rest, notModelled, warnings };
}

/** Whether `decide` says reachable, without saying why. */
export function isReachable(network: Network, question: Question): boolean {
  return answer(network, question, quick).works;
}

/**
 * Whether any connection that the network may hand out works: to one of the addresses, by one of the targets or ways
 * that may be chosen, and from some host where the internet asks. Whatever is reachable is exposed.
 *
 * @throws UnknownComponentError where the question names what the network does not have
 * @throws Ipv4SyntaxError
 */
export function isExposed(network: Network, question: Question): boolean {
  return answer(network, question, some).works || admittedHosts(network, question, some).length > 0;
}

/**
 * Whether a host of the internet with this very address gets through, be it meant by a rule or not.
 *
 * @throws UnknownComponentError where the question names what the network does not have
 * @throws Ipv4SyntaxError
 */
export function isReachableFromHost(network: Network, address: string, question: Omit<Question, 'from'>): boolean {
  const { to, protocol, port } = question;
  const open = (aim: Aim) => openedByInternet(network, aim, parseAddress(address));
  return answerTo(network, to, { protocol, port, depth: 0, open, vpcId: undefined }, quick).works;
}

/** A question names a component that the network does not have. */
export class UnknownComponentError extends Error {
  override readonly name = 'UnknownComponentError';
}

// `internet` is any host of it; some may be admitted where the others are not.
function exceptions(network: Network, question: Question): readonly string[] {
  return admittedHosts(network, question, quick).map((name) => `reachable from ${name}`);
}

function admittedHosts(
  network: Network,
  { from, to, protocol, port }: Question,
  evaluate: Evaluate,
): readonly string[] {
  if (from !== 'internet' || to === 'internet') return [];
  const parts = [...network.admittedFromInternet].filter(([, address]) => {
    const open = (aim: Aim) => openedByInternet(network, aim, address);
    return answerTo(network, to, { protocol, port, depth: 0, open, vpcId: undefined }, evaluate).works;
  });
  return parts.map(([name]) => name);
}

function answer(network: Network, { from, to, protocol, port }: Question, evaluate: Evaluate): Outcome {
  const open = opener(network, from);
  const vpcId = from === 'internet' ? undefined : network.networkInterfaces.get(from.networkInterfaceId)?.vpcId;
  return answerTo(network, to, { protocol, port, depth: 0, open, vpcId }, evaluate);
}

function answerTo(network: Network, to: Destination, wish: Wish, evaluate: Evaluate): Outcome {
  const { open, protocol, port } = wish;
  if (to === 'internet') {
    return evaluate.of(network, open({ protocol, port, destination: network.internetHost, wanted: new Set([to]) }));
  }
  if ('ip' in to) return evaluate.of(network, open({ protocol, port, destination: parseAddress(to.ip) }));
  if (!isDestination(network, to.componentId)) throw new UnknownComponentError(`nothing to reach is ${to.componentId}`);
  return reach(network, to.componentId, wish, evaluate);
}

function isDestination({ model, networkInterfaces, loadBalancers, vpcEndpoints }: Network, id: string): boolean {
  if (networkInterfaces.has(id) || loadBalancers.has(id) || vpcEndpoints.has(id)) return true;
  return [...model.latticeServices, ...model.resourceConfigurations].some((each) => each.id === id);
}

function opener(network: Network, from: Question['from']): (aim: Aim) => State {
  if (from === 'internet') return (aim) => openedByInternet(network, aim);
  const networkInterface = network.networkInterfaces.get(from.networkInterfaceId);
  if (!networkInterface) throw new UnknownComponentError(`no network interface ${from.networkInterfaceId}`);
  const source = from.ip === undefined ? undefined : parseAddress(from.ip);
  return (aim) => openedBy(network, networkInterface, aim, source);
}
