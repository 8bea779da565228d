import { overlaps, parseCidr } from '../../reachability/ipv4';
import type { Vpc, VpcPeeringConnection } from '../../reachability/model';
import { connect, type Draft, lose } from './draft';
import { isSame } from './network';
import { forwardChain, type Router } from './router';
import { UNKNOWN_SENDER } from './security-group';

/**
 * A peering connection: a link between two routers. What comes in by it is delivered locally or not at all, and what goes
 * out by it comes from the VPC itself, so that it is not transitive and leads to no gateway.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function addPeering(
  draft: Draft,
  routers: ReadonlyMap<string, Router>,
  connection: VpcPeeringConnection,
  number: number,
): void {
  const one = routers.get(connection.requesterVpcId);
  const other = routers.get(connection.accepterVpcId);
  if (!one || !other) {
    const [known] = [one, other].filter((each) => each !== undefined);
    const reason = 'one of its VPCs is not in the input';
    draft.notModelled.push({ component: connection.id, reason, touches: known ? [known.vpc.id] : [connection.id] });
    return;
  }
  const { id, status } = connection;
  const device = `p${number}`;
  connect(draft, { namespace: one.namespace, device }, { namespace: other.namespace, device });
  for (const router of [one, other]) {
    const beyond = router === one ? other : one;
    const type = 'vpc-peering-connection';
    router.ports.push({ device, zone: { kind: 'gateway', component: id, type }, within: false });
    router.exits.set(`${type} ${id}`, device);
    const rules = forwardChain(router.namespace);
    const lost = (reason: string): string => lose(draft, router.namespace, { component: id, type, reason });
    if (status !== 'active')
      rules.push(`oifname "${device}" ${lost('the peering connection waits for its acceptance')}`);
    if (overlapping(one.vpc, other.vpc))
      rules.push(`oifname "${device}" ${lost('AWS refuses to peer overlapping CIDRs')}`);
    const own = router.vpc.cidrBlocks.join(', ');
    const theirs = beyond.vpc.cidrBlocks.join(', ');
    const further = 'peering is neither transitive nor a way to the gateways of the other VPC';
    rules.push(`oifname "${device}" ip daddr != { ${theirs} } ${lost(further)}`);
    rules.push(`oifname "${device}" ip saddr != { ${own} } ${lost(further)}`);
    // Another Region does not know whose address it is.
    if (!isSame(one.vpc.region, other.vpc.region)) rules.push(`oifname "${device}" ip dscp set ${UNKNOWN_SENDER}`);
  }
}

/** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations */
function overlapping(one: Vpc, other: Vpc): boolean {
  return one.cidrBlocks.some((each) => other.cidrBlocks.some((its) => overlaps(parseCidr(each), parseCidr(its))));
}
