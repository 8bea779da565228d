import { formatCidr, parseAddress } from './ipv4';
import type { Network } from './network';
import { unjudged } from './not-modelled';
import { type Evaluate, reach, type Wish } from './packet/component';
import { connect, works } from './packet/connect';
import { type Aim, openedBy, openedByInternet } from './packet/openings';
import { distinct, type Outcome, quickly } from './packet/outcome';
import type { State } from './packet/packet';
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

const told: Evaluate = { mode: 'told', of: connect };
const quick: Evaluate = { mode: 'quick', of: (network, start) => quickly(works(network, start)) };

/** A question names a component that the network does not have. */
export class UnknownComponentError extends Error {
  override readonly name = 'UnknownComponentError';
}

// `internet` is any host of it; some may be admitted where the others are not.
function exceptions(network: Network, { from, to, protocol, port }: Question): readonly string[] {
  if (from !== 'internet' || to === 'internet') return [];
  return network.admittedFromInternet
    .filter(({ first }) => {
      const open = (aim: Aim) => openedByInternet(network, aim, first);
      return answerTo(network, to, { protocol, port, depth: 0, open, vpcId: undefined }, quick).works;
    })
    .map((range) => `reachable from ${formatCidr(range)}`);
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
  return reach(network, to.componentId, wish, evaluate);
}

function opener(network: Network, from: Question['from']): (aim: Aim) => State {
  if (from === 'internet') return (aim) => openedByInternet(network, aim);
  const networkInterface = network.networkInterfaces.get(from.networkInterfaceId);
  if (!networkInterface) throw new UnknownComponentError(`no network interface ${from.networkInterfaceId}`);
  const source = from.ip === undefined ? undefined : parseAddress(from.ip);
  return (aim) => openedBy(network, networkInterface, aim, source);
}
