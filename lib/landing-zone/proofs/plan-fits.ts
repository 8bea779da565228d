import type { Proof, Verdict } from '../../proof/claim';
import { overlaps, parseCidr } from '../../reachability/ipv4';
import { addressPlan, PODS_PER_NODE, TIERS, TWO_HALVES, usedSubnets, VPC_CIDR } from '../address-plan';
import { isPossible, nodesThatFit, planCidrs } from '../cidr-plan';
import { asSynthesized, type Variant } from '../variants';

/** The subnets of the stack are those of the plan, which leaves room, and two halves are impossible. */
export const prove: Proof = async ({ assembly }) => judge(asSynthesized(assembly));

/** The same of one config. */
export function judge({ network }: Variant): Verdict {
  const plan = addressPlan();
  const planned = usedSubnets(plan).map(({ cidr }) => cidr);
  const found = network.model.subnets.map(({ cidrBlock }) => cidrBlock);
  const kept = plan.subnets.map(({ cidr }) => cidr).filter((cidr) => !planned.includes(cidr));
  const halves = planCidrs(TWO_HALVES);
  const left = [...kept, ...plan.free].filter(
    (cidr) => !found.some((one) => overlaps(parseCidr(one), parseCidr(cidr))),
  );
  const nodes = plan.subnets.filter(({ tier }) => tier === TIERS.private).filter(({ cidr }) => found.includes(cidr));
  const fit = nodes.reduce((sum, subnet) => sum + nodesThatFit(subnet, PODS_PER_NODE), 0);
  const problems = [
    ...planned.filter((cidr) => !found.includes(cidr)).map((cidr) => `the stack has no subnet ${cidr}`),
    ...found.filter((cidr) => !planned.includes(cidr)).map((cidr) => `the plan has no subnet ${cidr}`),
    ...pairs(found)
      .filter(([one, other]) => overlaps(parseCidr(one), parseCidr(other)))
      .map((pair) => `${pair.join(' and ')} overlap`),
    ...network.model.vpcs
      .filter(({ cidrBlocks }) => cidrBlocks.join() !== VPC_CIDR)
      .map(({ cidrBlocks }) => `the VPC is ${cidrBlocks.join()}, and the task has ${VPC_CIDR}`),
    ...(left.length > 0 ? [] : ['nothing is left']),
    ...(isPossible(halves) ? ['two halves would do'] : []),
  ];
  return {
    holds: problems.length === 0,
    figures: {
      subnets: found.join(', '),
      'kept for the third zone and free': left.join(', '),
      'nodes with 17 pods each that the private subnets hold': fit,
      'two halves in two zones': isPossible(halves) ? 'possible' : halves.reasons.join('; '),
    },
    notes: problems,
  };
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
