import type { Protocol } from '../model';

const NAMES: Readonly<Record<string, Protocol>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  icmpv6: '58',
  '-1': '-1',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
};

/** Security groups write names and network ACLs numbers; -1 is all of them. */
export function protocolOf(protocol: string): Protocol {
  return NAMES[protocol] ?? (/^\d+$/.test(protocol) ? `${Number(protocol)}` : '-1');
}
