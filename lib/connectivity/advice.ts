import { idleCost } from '../cost';
import { difference } from '../reachability/difference';
import { names } from '../reachability/names';
import { Network } from '../reachability/network';
import { modelOf } from '../reachability/template/model-of';
import type { Stack } from '../reachability/template/stack';
import { askFlows } from './flows';
import type { Connectivity, ConnectivityOption, Initiator, Scenario } from './option';
import { optionNetworks } from './option-network';
import { inTwoAccounts } from './two-accounts';

/** What has to be possible, and what it may cost. */
export interface Constraints extends Scenario {
  /** Who has to be able to open connections. */
  readonly initiator: Initiator | 'both';
  /** What has to get across: 3 any packet to any address, 4 any TCP connection to a service, 7 HTTP requests. */
  readonly layer: 3 | 4 | 7;
  /** US dollars a month that the option may cost idle, on top of the base. @default - any */
  readonly budget?: number;
}

/** What became of an option under the constraints. */
export interface Advice {
  /** `<exercise>/<option>`. */
  readonly option: string;
  readonly title: string;
  readonly stacks: readonly string[];
  /** `agreement`: once the two accounts have agreed on what `reasons` names. */
  readonly works: 'yes' | 'agreement' | 'no';
  /** Why not, or what it takes. */
  readonly reasons: readonly string[];
  /** US dollars a month while nothing happens, on top of the base. */
  readonly monthly: number;
  /** Pairs of interface and destination port that it opens, where it works. */
  readonly opened: number | undefined;
}

/**
 * Judges every option of an exercise, the best first: what works before what needs an agreement, then the cheaper, then
 * the one that opens less.
 *
 * @param assembly the cloud assembly of the scenario, see {@link Connectivity.stacks}
 */
export function advise(
  assembly: string,
  connectivity: Connectivity,
  constraints: Constraints,
  progress: (text: string) => void,
): readonly Advice[] {
  const networks = optionNetworks(assembly, connectivity);
  return connectivity.options.map((option) => {
    progress(`${connectivity.exercise}: ${option.title}`);
    const stacks = networks.stacks(option);
    return {
      option: `${connectivity.exercise}/${option.id}`,
      title: option.title,
      stacks: option.stacks,
      monthly: costOf(stacks, option),
      ...judge(stacks, connectivity, option, constraints),
    };
  });
}

/** The order in which advice is given. */
export function ranked(advice: readonly Advice[]): readonly Advice[] {
  const rank = ({ works }: Advice): number => ['yes', 'agreement', 'no'].indexOf(works);
  return [...advice].sort(
    (one, other) => rank(one) - rank(other) || one.monthly - other.monthly || (one.opened ?? 0) - (other.opened ?? 0),
  );
}

function judge(
  stacks: readonly Stack[],
  connectivity: Connectivity,
  option: ConnectivityOption,
  { accounts, initiator, layer, budget }: Constraints,
): Pick<Advice, 'works' | 'reasons' | 'opened'> {
  const no = (...reasons: readonly string[]) => ({ works: 'no', reasons, opened: undefined }) as const;
  const wanted = initiator === 'both' ? (['eks', 'ecs'] as const) : ([initiator] as const);
  const oneWay = wanted.filter((one) => !option.flows.some((flow) => flow.initiator === one));
  if (oneWay.length > 0) return no(`one way: ${oneWay.join(' and ')} cannot open connections`);
  if (option.layer > layer) return no(`carries layer ${option.layer}, and layer ${layer} is asked for`);
  const monthly = costOf(stacks, option);
  if (budget !== undefined && monthly > budget)
    return no(`costs USD ${monthly.toFixed(2)} a month idle, and the budget is USD ${budget.toFixed(2)}`);

  const read = modelOf(stacks);
  const inOne = new Set(read.vpcs.map((vpc) => vpc.account)).size < 2;
  const { model, agreements } = accounts === 2 && inOne ? inTwoAccounts(read) : { model: read, agreements: [] };
  const network = new Network(model);
  const { told } = names(model);
  const flows = option.flows.filter((flow) => initiator === 'both' || flow.initiator === initiator);
  const results = askFlows(network, { flows }).map(({ answer }) => answer);
  const reasons = results.flatMap(({ blockedBy, notModelled, verdict }) => [
    ...blockedBy.map(({ reason }) => told(reason)),
    ...notModelled.map(({ reason }) => `not modelled: ${told(reason)}`),
    ...(verdict === 'blocked' && blockedBy.length === 0 ? ['blocked'] : []),
  ]);
  if (reasons.length > 0) return no(...new Set(reasons));
  const base = new Network(modelOf(stacks.filter(({ stackName }) => connectivity.base.includes(stackName))));
  const opened = difference(base, network).opened.reduce((sum, { sources }) => sum + sources.length, 0);
  return { works: agreements.length > 0 ? 'agreement' : 'yes', reasons: agreements, opened };
}

function costOf(stacks: readonly Stack[], option: ConnectivityOption): number {
  return stacks
    .filter(({ stackName }) => option.stacks.includes(stackName))
    .reduce((sum, { template }) => sum + idleCost({ Resources: template.Resources ?? {} }).monthly, 0);
}
