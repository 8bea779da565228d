import { overlaps, parseCidr } from '../ipv4';
import type { NetworkModel, Vpc } from '../model';
import { type Refusal, repeated } from './refusal';

const LINK = 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations';

/** VPCs with any CIDR block in common cannot be peered, nor can two VPCs be twice, nor one with itself. */
export function peeringRefusals({ vpcPeeringConnections, vpcs }: NetworkModel): readonly Refusal[] {
  const known = new Map(vpcs.map((vpc) => [vpc.id, vpc]));
  const refuse = (component: string, reason: string): Refusal => ({
    component,
    type: 'vpc-peering-connection',
    reason,
    link: LINK,
  });
  const overlapping = vpcPeeringConnections.flatMap(({ id, requesterVpcId, accepterVpcId }) => {
    if (requesterVpcId === accepterVpcId) return [refuse(id, `${requesterVpcId} cannot be peered with itself`)];
    const pair = common(known.get(requesterVpcId), known.get(accepterVpcId));
    return pair ? [refuse(id, `the VPCs have overlapping CIDR blocks: ${pair}`)] : [];
  });
  const second = repeated(vpcPeeringConnections, ({ requesterVpcId, accepterVpcId }) =>
    [requesterVpcId, accepterVpcId].toSorted().join(' '),
  ).map(({ id, requesterVpcId, accepterVpcId }) =>
    refuse(id, `${requesterVpcId} and ${accepterVpcId} already have a VPC peering connection`),
  );
  return [...overlapping, ...second];
}

/** Also blocks that nobody uses count. */
function common(one: Vpc | undefined, other: Vpc | undefined): string | undefined {
  const pairs = (one?.cidrBlocks ?? []).flatMap((mine) =>
    (other?.cidrBlocks ?? []).map((theirs) => ({ mine, theirs })),
  );
  const pair = pairs.find(({ mine, theirs }) => overlaps(parseCidr(mine), parseCidr(theirs)));
  return pair && `${pair.mine} of ${one?.id ?? ''} and ${pair.theirs} of ${other?.id ?? ''}`;
}
