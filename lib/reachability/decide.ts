import { parseAddress } from './ipv4';
import type { Network } from './network';
import { unjudged } from './not-modelled';
import { type Evaluate, reach } from './packet/component';
import { connect, works } from './packet/connect';
import { type Aim, openedBy, openedByInternet } from './packet/openings';
import { distinct, type Outcome, quickly } from './packet/outcome';
import type { State } from './packet/packet';
import type { Question, Verdict } from './verdict';

/**
 * Answers a question with its explanation.
 *
 * @throws UnknownComponentError where the question names what the network does not have
 * @throws Ipv4SyntaxError
 */
export function decide(network: Network, question: Question): Verdict {
  const { works: reachable, cost: _cost, ...rest } = answer(network, question, { mode: 'told', of: connect });
  const notModelled = distinct([...rest.notModelled, ...unjudged(network, question, rest)]);
  return { verdict: reachable ? 'reachable' : 'blocked', ...rest, notModelled };
}

/** Whether `decide` says reachable, without saying why. */
export function isReachable(network: Network, question: Question): boolean {
  return answer(network, question, { mode: 'quick', of: (each, start) => quickly(works(each, start)) }).works;
}

/** A question names a component that the network does not have. */
export class UnknownComponentError extends Error {
  override readonly name = 'UnknownComponentError';
}

function answer(network: Network, { from, to, protocol, port }: Question, evaluate: Evaluate): Outcome {
  const open = opener(network, from);
  const aim = { protocol, port, depth: 0 };
  if (to === 'internet') {
    return evaluate.of(network, open({ ...aim, destination: network.internetHost, wanted: new Set([to]) }));
  }
  if ('ip' in to) return evaluate.of(network, open({ ...aim, destination: parseAddress(to.ip) }));
  const vpcId = from === 'internet' ? undefined : network.networkInterfaces.get(from.networkInterfaceId)?.vpcId;
  return reach(network, to.componentId, { ...aim, open, vpcId }, evaluate);
}

function opener(network: Network, from: Question['from']): (aim: Aim) => State {
  if (from === 'internet') return (aim) => openedByInternet(network, aim);
  const networkInterface = network.networkInterfaces.get(from.networkInterfaceId);
  if (!networkInterface) throw new UnknownComponentError(`no network interface ${from.networkInterfaceId}`);
  const source = from.ip === undefined ? undefined : parseAddress(from.ip);
  return (aim) => openedBy(network, networkInterface, aim, source);
}
