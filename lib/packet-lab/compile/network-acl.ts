import type { NetworkAcl } from '../../reachability/model';
import { matchCidr } from './addresses';
import { chain, type Draft, type DraftNamespace, lose } from './draft';
import { matchProtocol } from './filters';

/**
 * The chain of one direction of a network ACL in the router of its VPC: plain rules without connection tracking, the
 * lowest number first; it returns where a packet may pass.
 */
export function networkAclChain(
  draft: Draft,
  router: DraftNamespace,
  { id, entries }: NetworkAcl,
  egress: boolean,
  number: number,
): string {
  const name = `acl${number}-${egress ? 'out' : 'in'}`;
  if (router.chains.has(name)) return name;
  const rules = chain(router, name);
  const direction = egress ? 'egress' : 'ingress';
  const own = entries
    .filter((entry) => entry.egress === egress)
    .sort((one, other) => one.ruleNumber - other.ruleNumber);
  for (const { id: entryId, ruleNumber, action, protocol, cidr, ports, icmpType } of own) {
    const match = matchProtocol(protocol, ports, icmpType);
    if (match === undefined) continue;
    const address = matchCidr(egress ? 'daddr' : 'saddr', cidr);
    const component = entryId ?? id;
    const reason = `${direction}: rule ${ruleNumber} denies`;
    const verdict = action === 'allow' ? 'return' : lose(draft, router, { component, type: 'network-acl', reason });
    rules.push(`${address}${match}${verdict}`);
  }
  rules.push(lose(draft, router, { component: id, type: 'network-acl', reason: `${direction}: no rule allows` }));
  return name;
}
