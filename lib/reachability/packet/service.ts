import { parseAddress, parseCidr } from '../ipv4';
import type { Network } from '../network';
import type { Arrival, Leg, LegGroup, StandingBlocker } from '../services/arrival';
import { onward } from '../services/onward';
import { type Evaluate, reach, type Wish } from './component';
import { type Aim, openedAt, openedBy } from './openings';
import { all, best, handedOut, type Outcome, passed, refusedBy } from './outcome';

/** What a service of AWS, and the connections that it opens, make of a connection. */
export function serveByService(network: Network, arrival: Arrival, depth: number, evaluate: Evaluate): Outcome {
  const { hops, blockers, legs, notModelled, warnings } = onward(network, arrival);
  const own: Outcome = { ...passed(...hops), ...standing(blockers), notModelled, warnings };
  const outcome = handedOut(
    evaluate.mode,
    legs.map((group) => serveLegs(network, group, depth, evaluate)),
  );
  const both = all([own, outcome]);
  return { ...both, forward: [...own.forward, ...outcome.forward], return: outcome.return };
}

function serveLegs(
  network: Network,
  { component, needed, legs, blockers = [] }: LegGroup,
  depth: number,
  evaluate: Evaluate,
): Outcome {
  if (blockers.length > 0) {
    const open: LegGroup = { component, needed, legs };
    const beyond = legs.length > 0 ? [serveLegs(network, open, depth, evaluate)] : [];
    return all([{ ...passed(), ...standing(blockers) }, ...beyond]);
  }
  const outcomes = legs.map((leg) => follow(network, leg, depth + 1, evaluate));
  if (needed === 'all' || evaluate.mode === 'some') return handedOut(evaluate.mode, outcomes);
  const healthy = outcomes.filter(({ works }) => works);
  if (healthy.length === 0) return best(outcomes) ?? all([]);
  const sick = outcomes.filter(({ works }) => !works);
  const warnings = sick.map(({ blockedBy }) => `${component} does not use a target: ${blockedBy[0]?.reason}`);
  const outcome = all(healthy);
  return { ...outcome, warnings: [...outcome.warnings, ...warnings] };
}

function standing(blockers: readonly StandingBlocker[]): Pick<Outcome, 'works' | 'blockedBy' | 'cost'> {
  const blockedBy = blockers.map((blocker) => ({ ...blocker, direction: 'forward' as const }));
  return { works: blockers.length === 0, blockedBy, cost: blockers.length };
}

function follow(network: Network, { by, to, protocol, port }: Leg, depth: number, evaluate: Evaluate): Outcome {
  const aim = { protocol, port, depth };
  if ('privateLink' in by) {
    const node = 'componentId' in to ? network.networkInterfaces.get(to.componentId) : undefined;
    if (!node) return missing('ip' in to ? to.ip : to.componentId);
    const destination = network.ownAddress(node) ?? 0;
    const source = network.networkInterfaces.get(by.privateLink.endpointNetworkInterfaceId);
    const from = (source && network.ownAddress(source)) ?? destination;
    const at = { kind: 'arrived', networkInterface: node } as const;
    return evaluate.of(network, openedAt(at, 'private-link', from, { ...aim, destination }));
  }
  if ('lattice' in by) {
    const { vpcId, cidr } = by.lattice;
    const at = { kind: 'vpc', vpcId, gatewayId: 'vpc-lattice' } as const;
    const open = (each: Aim) => openedAt(at, 'lattice', parseCidr(cidr).first + 1, each);
    return towards(network, to, { ...aim, open, vpcId }, evaluate);
  }
  const networkInterface = network.networkInterfaces.get(by.networkInterfaceId);
  if (!networkInterface) return missing(by.networkInterfaceId);
  const open = (each: Aim) => openedBy(network, networkInterface, each);
  return towards(network, to, { ...aim, open, vpcId: networkInterface.vpcId }, evaluate);
}

function towards(network: Network, to: Leg['to'], wish: Wish, evaluate: Evaluate): Outcome {
  if ('componentId' in to) return reach(network, to.componentId, wish, evaluate);
  const { open, ...aim } = wish;
  return evaluate.of(network, open({ ...aim, destination: parseAddress(to.ip) }));
}

function missing(component: string): Outcome {
  const blocker = { component, type: 'network-interface', reason: 'it is not in the input' } as const;
  return refusedBy({ ...blocker, change: 'read it too' }, [blocker]);
}
