import type { PortRange, Protocol } from '../model';
import { optionalNumberOf, textOf, UnresolvedError } from './properties';
import type { Value } from './value';

const numbers: Readonly<Record<string, Protocol>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', all: '-1' };

/** Names and IANA numbers as the model has them. @throws UnresolvedError */
export function protocolOf(value: Value): Protocol {
  const text = textOf(value, 'the protocol').toLowerCase();
  const protocol = text === 'icmpv6' ? '58' : (numbers[text] ?? text);
  if (isProtocol(protocol)) return protocol;
  throw new UnresolvedError(`${text} is no protocol`);
}

const isProtocol = (text: string): text is Protocol => /^(tcp|udp|icmp|-1|\d+)$/.test(text);

/** Ports of tcp and udp; undefined is all of them. @throws UnresolvedError */
export function portsOf(protocol: Protocol, from: Value, to: Value): PortRange | undefined {
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const first = optionalNumberOf(from, 'FromPort') ?? -1;
  const last = optionalNumberOf(to, 'ToPort') ?? first;
  return first < 0 ? undefined : { from: first, to: last };
}
