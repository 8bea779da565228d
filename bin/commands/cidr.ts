import {
  type CidrPlan,
  type CidrPlanRequest,
  type ImpossiblePlan,
  isPossible,
  nodesThatFit,
  planCidrs,
  type Tier,
} from '../../lib/landing-zone/cidr-plan';
import { InputError } from '../../lib/reachability/input-error';
import { columns, print, style } from './output';

/** What stands behind `takehome cidr plan`. */
export interface CidrPlanOptions {
  readonly azs: number;
  /** Such as `public:64,private:256`. */
  readonly tiers: string;
  readonly podsPerNode?: number;
  readonly eks: boolean;
  readonly json?: boolean;
}

/**
 * Divides a VPC into subnets, or says why that is impossible.
 *
 * @returns the exit code: 1 when it is impossible
 * @throws InputError
 * @throws Ipv4SyntaxError
 */
export function cidrPlan(cidr: string, { azs, tiers, podsPerNode, eks, json }: CidrPlanOptions): number {
  const request = { cidr, zones: azs, tiers: readTiers(tiers), eks };
  const plan = planCidrs(request);
  if (json) print(JSON.stringify(plan, null, 2));
  else if (isPossible(plan)) printPlan(plan, podsPerNode);
  else printImpossible(plan);
  return isPossible(plan) ? 0 : 1;
}

function readTiers(text: string): readonly Tier[] {
  const tiers = text.split(',').map((part): Tier => {
    const [, name = '', number = ''] = /^([\w-]+):([1-9]\d{0,8})$/.exec(part.trim()) ?? [];
    if (name === '') throw new InputError(`--tiers ${text}: ${part.trim()} is not like private:256`);
    return { name, addresses: Number(number) };
  });
  const twice = tiers.find(({ name }, index) => tiers.findIndex((tier) => tier.name === name) < index);
  if (twice) throw new InputError(`--tiers ${text} names ${twice.name} twice`);
  return tiers;
}

function printPlan(plan: CidrPlan, podsPerNode: number | undefined): void {
  const withNodes = (cells: readonly string[], nodes: string): readonly string[] =>
    podsPerNode === undefined ? cells : [...cells, nodes];
  const rows = [
    withNodes(['tier', 'zone', 'CIDR', 'usable'], `nodes of ${podsPerNode} pods`),
    ...plan.subnets.map((subnet) =>
      withNodes(
        [subnet.tier, `${subnet.zone}`, subnet.cidr, `${subnet.usable}`],
        `${nodesThatFit(subnet, podsPerNode ?? 0)}`,
      ),
    ),
  ];
  for (const line of columns(rows)) print(line);
  print();
  print(`free: ${plan.free.join(', ') || 'nothing'}`);
  print(`one more zone ${plan.fitsAnotherZone ? 'fits' : 'does not fit'}`);
}

function printImpossible({ reasons, instead }: ImpossiblePlan): void {
  print(style('red', 'impossible'));
  for (const reason of reasons) print(`  ${reason}`);
  if (instead) print(`what fits: ${commandOf(instead)}`);
}

function commandOf({ cidr, zones, tiers, eks }: CidrPlanRequest): string {
  const list = tiers.map(({ name, addresses }) => `${name}:${addresses}`).join(',');
  return `takehome cidr plan ${cidr} --azs ${zones} --tiers ${list}${eks === false ? ' --no-eks' : ''}`;
}
