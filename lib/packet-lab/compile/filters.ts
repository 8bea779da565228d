import type { PortRange, Protocol } from '../../reachability/model';

/**
 * The nftables match of a rule's protocol and ports, such as `tcp dport 80 `; empty where it matches everything, and
 * undefined where it matches nothing that the lab sends.
 */
export function matchProtocol(protocol: Protocol, ports: PortRange | undefined, icmpType?: number): string | undefined {
  if (protocol === '-1') return '';
  const name = names[protocol] ?? protocol;
  if (name === 'icmp') return icmpType === undefined ? 'ip protocol icmp ' : `icmp type ${icmpType} `;
  if (name !== 'tcp' && name !== 'udp') return undefined;
  if (ports === undefined || (ports.from <= 0 && ports.to >= 65_535)) return `ip protocol ${name} `;
  if (ports.from > ports.to) return undefined;
  return `${name} dport ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`} `;
}

const names: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp' };
