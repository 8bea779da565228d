import { parseAddress } from '../ipv4';
import type { NetworkInterface } from '../model';
import type { Network } from '../network';
import { LATTICE_CIDR } from '../services/lattice-range';
import type { Question } from '../verdict';
import { moved } from './attachment';
import { inService } from './load-balancer';
import type { Aim } from './openings';
import { best, handedOut, type Outcome, refusedBy } from './outcome';
import type { State } from './position';
import type { Mode } from './step';

/** Says what becomes of a connection, in full or only whether it works. */
export interface Evaluate {
  readonly mode: Exclude<Mode, 'relaxed'>;
  readonly of: (network: Network, start: State) => Outcome;
}

/** A connection to a component, by whoever opens it. */
export interface Wish {
  readonly open: (aim: Aim) => State;
  /** The VPC of whoever opens it; `undefined`: the internet. */
  readonly vpcId: string | undefined;
  readonly protocol: Question['protocol'];
  readonly port: number | undefined;
  readonly depth: number;
}

/**
 * Whether a component can be reached by the addresses that it hands out: a load balancer and an endpoint by each of
 * their interfaces, anything else by any.
 */
export function reach(network: Network, componentId: string, wish: Wish, evaluate: Evaluate): Outcome {
  const networkInterface = network.networkInterfaces.get(componentId);
  if (networkInterface) return reachInterface(network, networkInterface, wish, evaluate);
  const loadBalancer = network.loadBalancers.get(componentId);
  if (loadBalancer) {
    const nodes = interfaces(network, loadBalancer.networkInterfaceIds);
    // An address that the name no longer gives away still is one that can be asked.
    const serving = evaluate.mode === 'some' ? nodes : nodes.filter((node) => inService(network, node, wish, evaluate));
    const outcomes = (serving.length > 0 ? serving : nodes).map((node) =>
      reachInterface(network, node, wish, evaluate),
    );
    if (outcomes.length === 0) return withoutInterface(componentId, 'load-balancer');
    const idle = serving.length > 0 ? nodes.filter((node) => !serving.includes(node)) : [];
    const warnings = idle.map(
      ({ id, subnetId }) => `${componentId} serves nobody at ${id} in ${subnetId}: no healthy target`,
    );
    const outcome = handedOut(evaluate.mode, outcomes);
    return { ...outcome, warnings: [...outcome.warnings, ...warnings] };
  }
  const endpoint = network.vpcEndpoints.get(componentId);
  if (endpoint?.kind === 'Gateway') {
    const [range] = (endpoint.prefixListId && network.prefixLists.ranges(endpoint.prefixListId)) || [];
    if (!range) return withoutInterface(componentId, 'vpc-endpoint');
    return evaluate.of(
      network,
      wish.open({ ...aimOf(wish), destination: range.first, wanted: new Set([componentId]) }),
    );
  }
  if (endpoint) {
    const nodes = interfaces(network, endpoint.networkInterfaceIds);
    if (nodes.length === 0) return withoutInterface(componentId, 'vpc-endpoint');
    return handedOut(
      evaluate.mode,
      nodes.map((node) => reachInterface(network, node, wish, evaluate)),
    );
  }
  return reachService(network, componentId, wish, evaluate);
}

/** A Lattice service or resource configuration: by the VPC's association, or by an endpoint in the VPC. */
function reachService(network: Network, service: string, wish: Wish, evaluate: Evaluate): Outcome {
  const aim = { ...aimOf(wish), service };
  const entrances = network.model.vpcEndpoints
    .filter(({ kind, vpcId }) => (kind === 'ServiceNetwork' || kind === 'Resource') && vpcId === wish.vpcId)
    .filter(({ kind, resourceConfigurationId }) => kind === 'ServiceNetwork' || resourceConfigurationId === service)
    .map(({ networkInterfaceIds }) => interfaces(network, networkInterfaceIds))
    .filter((nodes) => nodes.length > 0);
  const outcomes = entrances.map((nodes) =>
    handedOut(
      evaluate.mode,
      nodes.map((each) => reachInterface(network, each, wish, evaluate, service)),
    ),
  );
  const destination = parseAddress(LATTICE_CIDR.split('/')[0] ?? '') + 1;
  const direct = evaluate.of(network, wish.open({ ...aim, destination, wanted: new Set([service]) }));
  // What exists comes first where as little would have to change.
  return best([...outcomes, direct]) ?? direct;
}

function reachInterface(
  network: Network,
  networkInterface: NetworkInterface,
  wish: Wish,
  evaluate: Evaluate,
  service?: string,
): Outcome {
  const wanted = new Set([networkInterface.id]);
  const outcomes: Outcome[] = [];
  for (const destination of addresses(network, networkInterface, wish.vpcId)) {
    const aim: Aim = { ...aimOf(wish), destination, wanted, ...(service !== undefined && { service }) };
    const outcome = evaluate.of(network, wish.open(aim));
    if (outcome.works) return outcome;
    outcomes.push(outcome);
  }
  return best(outcomes) ?? withoutInterface(networkInterface.id, 'network-interface');
}

const aimOf = ({ protocol, port, depth }: Wish): Omit<Aim, 'destination'> => ({ protocol, port, depth });

/** The addresses by which a client may know an interface: its own, those of attachment NAT, the public ones. */
function addresses(network: Network, networkInterface: NetworkInterface, from: string | undefined): readonly number[] {
  const { vpcId } = networkInterface;
  const own = network.privateAddresses(networkInterface);
  const known = network.addresses.publicByPrivate.get(networkInterface);
  const publicAddresses = known === undefined ? [] : [...known.values()];
  if (from === undefined) return publicAddresses.length > 0 ? publicAddresses : own;
  const rules = from === vpcId ? [] : (network.attachmentsByVpc.get(vpcId) ?? []).flatMap(({ natRules }) => natRules);
  if (rules.length === 0 && publicAddresses.length === 0) return own;
  const translated = own.flatMap((address) =>
    rules.flatMap(({ matchSourceCidr, natCidr }) => moved(address, matchSourceCidr, natCidr) ?? []),
  );
  return [...own, ...translated, ...publicAddresses];
}

function interfaces(network: Network, ids: readonly string[]): readonly NetworkInterface[] {
  return ids.flatMap((id) => network.networkInterfaces.get(id) ?? []);
}

function withoutInterface(component: string, type: 'load-balancer' | 'vpc-endpoint' | 'network-interface'): Outcome {
  const reason = `no address of ${component} is in the input`;
  return refusedBy({ component, type, reason, change: 'read its network interfaces too' }, [
    { component, type, reason },
  ]);
}
