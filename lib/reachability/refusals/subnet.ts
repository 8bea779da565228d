import { covers, parseCidr } from '../ipv4';
import type { NetworkModel } from '../model';
import { grouped, hasVpcSize, overlapping, type Refusal } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html';

/** Subnets outside of their VPC, over one another, or too small or large. */
export function subnetRefusals({ vpcs, subnets }: NetworkModel): readonly Refusal[] {
  const cidrs = new Map(vpcs.map(({ id, cidrBlocks }) => [id, cidrBlocks.map(parseCidr)]));
  const refuse = (component: string, reason: string): Refusal => ({ component, type: 'subnet', reason, link: LINK });
  const sizes = subnets
    .filter(({ cidrBlock }) => !hasVpcSize(cidrBlock))
    .map(({ id, cidrBlock }) => refuse(id, `the CIDR block ${cidrBlock} is not between /16 and /28`));
  const outside = subnets
    .filter(({ vpcId, cidrBlock }) => !(cidrs.get(vpcId)?.some((cidr) => covers(cidr, parseCidr(cidrBlock))) ?? true))
    .map(({ id, vpcId, cidrBlock }) => refuse(id, `${cidrBlock} is not within a CIDR block of ${vpcId}`));
  const overlaps = grouped(subnets, ({ vpcId }) => vpcId).flatMap((siblings) =>
    overlapping(siblings, ({ cidrBlock }) => cidrBlock).map(([later, earlier]) =>
      refuse(later.id, `${later.cidrBlock} conflicts with subnet ${earlier.id}`),
    ),
  );
  return [...sizes, ...outside, ...overlaps];
}
