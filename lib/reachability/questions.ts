import type { PortRange } from './model';
import type { Destination, Hop, Question, Source } from './verdict';

/** What travels. */
export interface ProtocolPort {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of tcp and udp. */
  readonly port?: number;
}

/** What travels to any port of a range. */
export interface ProtocolPorts {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of tcp and udp. */
  readonly ports?: PortRange;
}

/** The name of what lies outside, as a source and as a destination. */
export const INTERNET = 'internet';

/** @param id of an interface, or `internet` */
export function sourceOf(id: string): Source {
  return id === INTERNET ? INTERNET : { networkInterfaceId: id };
}

/** @param id of a component, or `internet` */
export function destinationOf(id: string): Destination {
  return id === INTERNET ? INTERNET : { componentId: id };
}

/** The question whether one id reaches the other. */
export function question(from: string, to: string, { protocol, port }: ProtocolPort): Question {
  return { from: sourceOf(from), to: destinationOf(to), protocol, ...(port !== undefined && { port }) };
}

/** One question's worth of a range in which all ports are alike. */
export function representative({ protocol, ports }: ProtocolPorts): ProtocolPort {
  return { protocol, ...(ports && { port: ports.from }) };
}

/** `tcp 443`, `icmp`. */
export function formatPort({ protocol, port }: ProtocolPort): string {
  return port === undefined ? protocol : `${protocol} ${port}`;
}

/** `tcp 443`, `tcp 1024-65535`, `icmp`. */
export function formatPorts({ protocol, ports }: ProtocolPorts): string {
  if (ports === undefined) return protocol;
  return `${protocol} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}

/** `10.0.0.1 > 10.1.0.1:443`. */
export function formatPacket({ source, destination, port }: Hop['packet']): string {
  return `${source} > ${destination}${port === undefined ? '' : `:${port}`}`;
}
