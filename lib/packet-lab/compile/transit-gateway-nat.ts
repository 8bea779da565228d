import { formatAddress, parseCidr } from '../../reachability/ipv4';
import type { TransitGatewayNatRule } from '../../reachability/model';
import { chain } from './draft';
import { UNKNOWN_SENDER } from './security-group';
import type { DraftGateway } from './transit-gateway';

/**
 * Static one-to-one NAT between an attachment and its transit gateway, without connection tracking: sources on the way in,
 * destinations on the way out, each keeping its place in the CIDR.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nat.html
 */
export function translate({ namespace, ports }: DraftGateway): void {
  for (const { device, attachment } of ports) {
    if (attachment.natRules.length === 0) continue;
    const sources = chain(namespace, 'sources', 'type filter hook prerouting priority -250; policy accept;');
    const destinations = chain(namespace, 'destinations', 'type filter hook postrouting priority 0; policy accept;');
    for (const { matchSourceCidr, natCidr } of attachment.natRules) {
      const moved = (field: string, from: string, to: string): string =>
        `ip ${field} ${from} ip ${field} set ${move(field, to)}`;
      sources.push(
        `iifname "${device}" ip saddr ${matchSourceCidr} ip dscp set ${UNKNOWN_SENDER} ` +
          `ip saddr set ${move('saddr', natCidr)} accept`,
      );
      destinations.push(`oifname "${device}" ${moved('daddr', natCidr, matchSourceCidr)} accept`);
    }
  }
}

function move(field: string, to: TransitGatewayNatRule['natCidr']): string {
  const { first, last } = parseCidr(to);
  return `ip ${field} & ${formatAddress(last - first)} | ${formatAddress(first)}`;
}
